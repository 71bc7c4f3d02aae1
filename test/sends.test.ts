import { afterEach, expect, test } from 'vitest';
import { Desk } from '../src/desk/desk.ts';
import { say } from '../src/desk/line.ts';
import { explain, isRefusal, type Refusal } from '../src/desk/refusal.ts';
import { type Answer, Verbs } from '../src/desk/verb.ts';
import { hexOf, type Target } from '../src/scenes/sends/target.ts';
import { sendVerbs } from '../src/scenes/sends/verbs.ts';
import { Sends } from '../src/sends.ts';
import { isFault } from '../src/wire/ports/fault.ts';
import { openUdp } from '../src/wire/ports/udp.ts';
import { actor } from './desk/desk-kit.ts';
import { ManualClock } from './manual-clock.ts';
import { until } from './until.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const PLAYER: Target = { kind: 'midi', name: 'player', port: 'UM-ONE', channel: 1, device: 127, format: 127 };

function kit(targets: readonly Target[], midiFault?: string) {
  const clock = new ManualClock();
  const midi: string[] = [];
  const sends = new Sends({
    clock,
    midi: (words, bytes) => {
      midi.push(`out ${words} ${hexOf(bytes)}`);
      return midiFault;
    },
    midiPort: (words) => (midiFault === undefined ? `${words} MIDI 1` : undefined),
    sent: (bytes) => midi.push(`known ${hexOf(bytes)}`),
  });
  sends.set(targets);
  ends.push(() => sends.stop());
  const verbs = new Verbs().add(sendVerbs(() => sends));
  const desk = new Desk(clock);
  const by = (role: 'viewer' | 'mixer') => ({ ...actor('hand'), role });
  const said = (line: string, dry = false, role: 'viewer' | 'mixer' = 'mixer'): Answer | Refusal =>
    say(verbs, line, { desk, actor: by(role), dry });
  const sentence = (line: string, dry = false, role: 'viewer' | 'mixer' = 'mixer'): string => {
    const answer = said(line, dry, role);
    return isRefusal(answer) ? explain(answer) : answer.says;
  };
  return { clock, sends, midi, said, sentence };
}

test('what goes to MIDI is known as ours before it goes out, message by message', () => {
  const { midi, sentence } = kit([PLAYER]);
  expect(sentence('send player program 6 bank 130')).toBe('sent to player: program 6 bank 130 (B0 00 01, B0 20 02, C0 05)');
  expect(midi).toEqual([
    'known B0 00 01',
    'out UM-ONE B0 00 01',
    'known B0 20 02',
    'out UM-ONE B0 20 02',
    'known C0 05',
    'out UM-ONE C0 05',
  ]);
});

test('a dry run says the bytes and the place, and sends nothing', () => {
  const hook: Target = { kind: 'http', name: 'hook', base: 'http://10.0.0.9/api', timeoutMs: 3000 };
  const { midi, sentence, said } = kit([PLAYER, { kind: 'osc', name: 'lights', host: '10.0.0.5', port: 8000 }, hook]);
  expect(sentence('send player note 60 velocity 100', true)).toBe(
    'would send to player (MIDI, UM-ONE; open (UM-ONE MIDI 1)): note 60 velocity 100 (90 3C 64)',
  );
  expect(sentence('send lights /go 1', true)).toBe(
    'would send to lights (OSC, 10.0.0.5:8000): /go 1 (2F 67 6F 00 2C 69 00 00 00 00 00 01)',
  );
  expect(sentence('send hook POST /go {"a": 1}', true)).toBe(
    'would send to hook (HTTP, http://10.0.0.9/api): POST /go {"a": 1} (POST http://10.0.0.9/api/go with {"a": 1})',
  );
  expect(said('send player program 1', true)).toMatchObject({ changes: [{ path: 'send player', to: 'program 1' }] });
  expect(midi).toEqual([]);
});

test('a target that is not there, or a message that is none, is refused with the nearest word; a viewer sends nothing', () => {
  const { sentence, midi } = kit([PLAYER]);
  expect(sentence('send playr program 1')).toBe('"playr" is not a target of desk.yaml; did you mean player?');
  expect(sentence('send x program 1')).toBe('"x" is not a target of desk.yaml; there are player');
  expect(sentence('send player prgram 1')).toContain('did you mean program?');
  expect(sentence('send player program 1', false, 'viewer')).toContain('it needs the role mixer');
  expect(midi).toEqual([]);
});

test('a port that is away is told, and nothing is kept for later', () => {
  const { sentence, midi } = kit([PLAYER], 'no MIDI port with the name "UM-ONE" is plugged in');
  expect(sentence('send player program 6 bank 130')).toBe('player is not in order (no MIDI port with the name "UM-ONE" is plugged in)');
  expect(midi.filter((line) => line.startsWith('out'))).toHaveLength(1);
  expect(sentence('send player program 6', true)).toBe('would send to player (MIDI, UM-ONE; no such port is open): program 6 (C0 05)');
  expect(sentence('targets')).toBe('player (MIDI, UM-ONE): no such port is open');
});

test('a storm to one target is cut at a hundred a second and leaves the others alone', () => {
  const { sentence, clock } = kit([PLAYER, { ...PLAYER, name: 'other' }]);
  const results = Array.from({ length: 150 }, () => sentence('send player cc 1 1'));
  expect(results.filter((text) => text.startsWith('sent'))).toHaveLength(100);
  expect(results.at(-1)).toBe('player was sent 100 messages in a second; the rest is left out');
  expect(sentence('send other cc 1 1')).toContain('sent to other');
  clock.advance(1000);
  expect(sentence('send player cc 1 1')).toContain('sent to player');
});

test('an OSC target that is changed is another from then on, one that is the same stays open', async () => {
  const open = async () => {
    const port = await openUdp({ port: 0 });
    if (isFault(port)) throw new Error(port.reason);
    ends.push(() => port.close());
    const froms: number[] = [];
    port.read((_bytes, from) => froms.push(from.port));
    return { port: port.local.port, froms };
  };
  const [one, two] = [await open(), await open()];
  const lights = (port: number): Target => ({ kind: 'osc', name: 'lights', host: '127.0.0.1', port });
  const { sends, said } = kit([lights(one.port)]);
  const sent = async (): Promise<void> => {
    const answer = said('send lights /go');
    expect(isRefusal(answer) ? answer : await answer.later).toBeUndefined();
  };
  await sent();
  sends.set([lights(one.port), PLAYER]);
  await sent();
  await until('both came', () => one.froms.length === 2);
  expect(one.froms[0]).toBe(one.froms[1]);
  sends.set([lights(two.port)]);
  await sent();
  await until('it came to the other', () => two.froms.length === 1);
  expect(one.froms).toHaveLength(2);
  sends.set([]);
  expect(said('send lights /go')).toMatchObject({ code: 'malformed', want: 'a target of desk.yaml; desk.yaml has none under "targets"' });
});

test('requests that nobody answers are eight at most on their way, and refused beyond at once', async () => {
  // Nothing answers at an address for documentation (RFC 5737).
  const { said, sends } = kit([{ kind: 'http', name: 'hook', base: 'http://192.0.2.1', timeoutMs: 30_000 }]);
  const answers = Array.from({ length: 10 }, () => said('send hook'));
  expect(answers.filter(isRefusal)).toHaveLength(2);
  sends.stop();
  const outcomes = await Promise.all(answers.map((answer) => (isRefusal(answer) ? answer : answer.later)));
  expect(outcomes.filter(Boolean)).toHaveLength(10);
});
