import { expect, test } from 'vitest';
import { MidiLines } from '../src/midi-lines.ts';
import { hexOf } from '../src/scenes/sends/target.ts';
import type { LinkEvents } from '../src/wire/ports/midi/link.ts';
import type { MidiPort, MidiPortName } from '../src/wire/ports/midi/port-register.ts';
import type { Midi, MidiEvents } from '../src/wire/ports/midi.ts';

const port = (name: string, more: Partial<MidiPort> = {}): MidiPort => ({ name, index: 0, hears: true, speaks: true, ...more });

/** MIDI of a machine, played by hand. */
function kit() {
  const said: string[] = [];
  const heard: string[] = [];
  const sent: string[] = [];
  const open = new Map<string, LinkEvents>();
  let events: MidiEvents | undefined;
  let ports: readonly MidiPort[] = [];
  const openMidi = (given: MidiEvents): Midi => {
    events = given;
    return {
      get ports() {
        return ports;
      },
      figures: { heardBytes: 0, sentBytes: 0, droppedMessages: 0, crashes: 0, ups: 0 },
      open: (name: MidiPortName, link: LinkEvents) => {
        open.set(name.name, link);
        let isUp = false;
        const wasUp = link.onUp;
        link.onUp = () => {
          isUp = true;
          wasUp();
        };
        return {
          port: name,
          get isUp() {
            return isUp;
          },
          send: (bytes) => void sent.push(`${name.name} ${hexOf(bytes)}`),
          close: () => void open.delete(name.name),
        };
      },
      stop: async () => {
        events = undefined;
      },
    };
  };
  const lines = new MidiLines({
    openMidi,
    port: (name) => ({ hear: (bytes) => void heard.push(`${name} ${hexOf(bytes)}`) }),
    say: (line) => said.push(line),
  });
  const plug = (...now: MidiPort[]): void => {
    ports = now;
    events?.onPorts(now);
  };
  const up = (name: string): void => open.get(name)?.onUp();
  const play = (name: string, ...bytes: number[]): void => open.get(name)?.onBytes(Uint8Array.of(...bytes));
  return { lines, said, heard, sent, open, plug, up, play, isUsed: () => events !== undefined };
}

test('without a word in desk.yaml the machine is not even looked at', () => {
  const { lines, isUsed } = kit();
  lines.set({ heard: [], told: [] });
  expect(isUsed()).toBe(false);
  expect(lines.send('IAC', Uint8Array.of(0xf8))).toBe('no MIDI port with the name "IAC" is plugged in');
});

test('a port that is asked for and not here is missing until it is open', () => {
  const { lines, plug, up } = kit();
  lines.set({ heard: ['UM-ONE'], told: ['UM-ONE', 'Player'] });
  const none = (who: string, words: string) => `${who}: no MIDI port with the name "${words}" is plugged in`;
  expect(lines.missing()).toEqual([none('triggers', 'UM-ONE'), none('targets', 'Player')]);
  plug(port('UM-ONE'), port('Player'));
  up('UM-ONE');
  expect(lines.missing()).toEqual([none('targets', 'Player')]);
  up('Player');
  expect(lines.missing()).toEqual([]);
});

test('one port that is heard and sent to is opened once, and opening it sends nothing', () => {
  const { lines, plug, up, play, open, heard, sent, said } = kit();
  lines.set({ heard: ['IAC'], told: ['IAC', 'UM-ONE'] });
  plug(port('IAC Bus'), port('UM-ONE MIDI 1'), port('Launchpad'));
  expect([...open.keys()]).toEqual(['IAC Bus', 'UM-ONE MIDI 1']);
  expect(lines.send('IAC', Uint8Array.of(0xc0, 1))).toBe('IAC Bus is not open');
  up('IAC Bus');
  up('UM-ONE MIDI 1');
  expect(sent).toEqual([]);
  expect(said).toEqual(['listens to IAC Bus for triggers', 'can send to UM-ONE MIDI 1']);
  expect(lines.send('um-one', Uint8Array.of(0xc0, 1))).toBeUndefined();
  play('IAC Bus', 0xc0, 2);
  // Only sent to: what it says is nobody's.
  play('UM-ONE MIDI 1', 0xc0, 3);
  expect(sent).toEqual(['UM-ONE MIDI 1 C0 01']);
  expect(heard).toEqual(['IAC Bus C0 02']);
});

test('of two ports of a name the one that is open is sent to; one that only speaks to us is not', () => {
  const { lines, plug, up, sent } = kit();
  lines.set({ heard: ['Box'], told: ['Box'] });
  plug(port('Box in', { speaks: false }), port('Box A'), port('Box B'));
  up('Box in');
  up('Box B');
  lines.send('Box', Uint8Array.of(0xfa));
  expect(sent).toEqual(['Box B FA']);
});

test('changed words open what is new, close what is gone, and leave the others alone', () => {
  const { lines, plug, up, open, heard, play, said, isUsed } = kit();
  lines.set({ heard: ['A'], told: [] });
  plug(port('A'), port('B'), port('C'));
  up('A');
  const kept = open.get('A');
  lines.set({ heard: ['A', 'B'], told: ['C'] });
  expect(open.get('A')).toBe(kept);
  expect([...open.keys()].sort()).toEqual(['A', 'B', 'C']);
  lines.set({ heard: ['C'], told: ['A'] });
  expect([...open.keys()].sort()).toEqual(['A', 'C']);
  expect(open.get('A')).toBe(kept);
  play('A', 0xc0, 1);
  play('C', 0xc0, 2);
  expect(heard).toEqual(['C C0 02']);
  expect(said).toContain('listens no more to A for triggers');
  lines.set({ heard: [], told: [] });
  expect([open.size, isUsed()]).toEqual([0, false]);
});

test('a port that is unplugged keeps its line, which comes back with it', () => {
  const { lines, plug, up, open, said } = kit();
  lines.set({ heard: ['A'], told: [] });
  plug(port('A'));
  up('A');
  plug();
  open.get('A')?.onDown('it is unplugged');
  plug(port('A'));
  up('A');
  expect(said).toEqual(['listens to A for triggers', 'A is not there: it is unplugged', 'listens to A for triggers']);
});
