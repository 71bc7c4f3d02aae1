import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readProfile } from '../../src/mapping/profile-file.ts';
import type { SurfaceState } from '../../src/remote/hands.ts';
import { McuUnit } from '../../src/surfaces/mcu/unit.ts';
import { cleanEnvironment, type Served, startDaemon } from '../cli/daemon.ts';
import { MidiRig } from '../fake-midi/rig.ts';
import { scratch } from '../scratch.ts';

const SOON = { timeout: 10_000, interval: 10 };
const X_TOUCH = 'X-Touch:X-Touch MIDI 1 24:0';
const SECOND = 'X-Touch:X-Touch MIDI 1 28:0';
const EXTENDER = 'X-Touch-Ext:X-Touch-Ext MIDI 1 32:0';

function profileOf(name: string) {
  const file = new URL(`../../mappings/profiles/${name}.yaml`, import.meta.url);
  const reading = readProfile(readFileSync(file, 'utf8'), name);
  if ('errors' in reading) throw new Error(name);
  return reading.good;
}

/** The unit's own side of the bytes, on a port of the rig. */
class Unit {
  readonly unit: McuUnit;
  readonly #rig: MidiRig;
  readonly port: string;
  #read = 0;
  constructor(rig: MidiRig, port: string, profile = 'behringer-x-touch') {
    this.#rig = rig;
    this.port = port;
    this.unit = new McuUnit(profileOf(profile));
  }
  /** Takes what it was told since. */
  see(): McuUnit {
    const told = this.#rig.told(this.port);
    this.unit.hear(Uint8Array.from(told.slice(this.#read)), 0);
    this.#read = told.length;
    return this.unit;
  }
  names(): string[] {
    return Array.from({ length: 8 }, (_, strip) => this.see().text(strip, 0).trim());
  }
  play(bytes: Iterable<number>): void {
    this.#rig.play(this.port, bytes);
  }
}

let rig: MidiRig;
let daemon: Served;
let show: string;
beforeEach(async () => {
  rig = await MidiRig.start();
  show = join(scratch(), 'show');
});
afterEach(async () => {
  await daemon.kill('SIGTERM');
  await rig.stop();
});

async function start(yaml = 'engines: {foh: {type: embedded}}\n'): Promise<void> {
  mkdirSync(show, { recursive: true });
  writeFileSync(join(show, 'desk.yaml'), yaml);
  daemon = await startDaemon(show, cleanEnvironment(undefined, rig.env));
}

const get = async <T>(path: string): Promise<T> => {
  const response = await fetch(`${daemon.ready.http}/api/v1/${path}`);
  // The caller names what the documentation says of it.
  return (await response.json()) as T;
};
const surfaces = (): Promise<readonly SurfaceState[]> => get('surfaces');
const put = (path: string, body: object): Promise<Response> =>
  fetch(`${daemon.ready.http}/api/v1/params/${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('an X-Touch is known by its port: it is painted, its faders follow, and its hand is in the log by name', async () => {
  rig.plug(X_TOUCH);
  await start();
  await put('ch/1/name', { value: 'Kick In' });
  const unit = new Unit(rig, X_TOUCH);
  await vi.waitFor(() => expect(unit.names()[0]).toBe('Kick In'), SOON);
  expect(await surfaces()).toMatchObject([
    { name: 'Behringer X-Touch', state: 'live', strips: ['ch/1', 'ch/2', 'ch/3', 'ch/4', 'ch/5', 'ch/6', 'ch/7', 'ch/8'] },
  ]);

  unit.play([0x90, 0x68, 0x7f]);
  // A fader that was caught on its way says where it is only by moving: so it is moved until it is believed.
  let high = 0x50;
  await vi.waitFor(async () => {
    high = high === 0x50 ? 0x48 : 0x50;
    unit.play([0xe0, 0x00, high]);
    expect(await get('params/ch/1/fader')).toMatchObject({ by: { who: 'Behringer X-Touch' } });
  }, SOON);
  unit.play([0xe0, 0x00, 0x40]);
  unit.play([0x90, 0x68, 0x00]);
  await vi.waitFor(async () => {
    const { value, by } = await get<{ value: number; by: { who: string; origin: string } | null }>('params/ch/1/fader');
    expect(by).toMatchObject({ who: 'Behringer X-Touch', origin: 'midi X-Touch:X-Touch MIDI 1' });
    expect(value).toBeCloseTo(-10, 0);
  }, SOON);

  await put('ch/2/fader', { value: 10 });
  await vi.waitFor(() => expect(unit.see().place(1, 10_000)).toBeGreaterThan(0.99), SOON);
  await put('ch/2/mute', { value: true });
  await vi.waitFor(() => expect(unit.see().light({ name: 'mute', strip: 1 })).toBe('on'), SOON);
});

test('a unit that is unplugged and comes back is painted anew, and stands where it stood', async () => {
  rig.plug(X_TOUCH);
  await start();
  const unit = new Unit(rig, X_TOUCH);
  await vi.waitFor(() => expect(unit.names()[7]).not.toBe(''), SOON);
  unit.play([0x90, 0x2f, 0x7f]);
  unit.play([0x90, 0x2f, 0x00]);
  await vi.waitFor(async () => expect((await surfaces())[0]?.strips[0]).toBe('ch/9'), SOON);
  rig.unplug(X_TOUCH);
  await vi.waitFor(async () => expect(await surfaces()).toMatchObject([{ state: 'lost', reason: 'it is unplugged' }]), SOON);
  await put('ch/9/name', { value: 'Sax' });
  rig.forget(X_TOUCH);
  rig.plug(X_TOUCH);
  const again = new Unit(rig, X_TOUCH);
  await vi.waitFor(() => expect(again.names()[0]).toBe('Sax'), SOON);
  expect(await surfaces()).toMatchObject([
    { state: 'live', strips: ['ch/9', 'ch/10', 'ch/11', 'ch/12', 'ch/13', 'ch/14', 'ch/15', 'ch/16'] },
  ]);
});

test('two units of a kind are two surfaces, and an extender continues the first one', async () => {
  rig.plug(EXTENDER);
  rig.plug(X_TOUCH);
  rig.plug(SECOND);
  await start();
  await vi.waitFor(
    async () =>
      expect((await surfaces()).map(({ name, state, strips }) => [name, state, strips[0]])).toEqual(
        expect.arrayContaining([
          ['Behringer X-Touch', 'live', 'ch/1'],
          ['Behringer X-Touch 2', 'live', 'ch/1'],
          ['Behringer X-Touch Extender', 'live', 'ch/9'],
        ]),
      ),
    SOON,
  );
  const second = new Unit(rig, SECOND);
  await vi.waitFor(() => expect(second.names()[7]).not.toBe(''), SOON);
  second.play([0x90, 0x2f, 0x7f]);
  second.play([0x90, 0x2f, 0x00]);
  await vi.waitFor(async () => {
    const strips = Object.fromEntries((await surfaces()).map((one) => [one.name, one.strips[0]]));
    expect(strips).toEqual({ 'Behringer X-Touch': 'ch/1', 'Behringer X-Touch 2': 'ch/9', 'Behringer X-Touch Extender': 'ch/9' });
  }, SOON);
});

test('a mapping of the show is used at once when it is saved; one with a mistake is told with its line and changes nothing', async () => {
  rig.plug(X_TOUCH);
  await start();
  const unit = new Unit(rig, X_TOUCH);
  await vi.waitFor(() => expect(unit.names()[7]).not.toBe(''), SOON);
  const own = join(show, 'mappings', 'behringer-x-touch.yaml');
  const shipped = readFileSync(new URL('../../mappings/behringer-x-touch.yaml', import.meta.url), 'utf8');
  mkdirSync(join(show, 'mappings'));
  writeFileSync(own, shipped.replace('buttons:\n', 'buttons:\n  f1: mute ch/3\n'));
  const pressed = async (): Promise<unknown> => {
    unit.play([0x90, 0x36, 0x7f]);
    unit.play([0x90, 0x36, 0x00]);
    return (await get<{ value: unknown }>('params/ch/3/mute')).value;
  };
  await vi.waitFor(async () => expect(await pressed()).toBe(true), SOON);
  writeFileSync(own, shipped.replace('buttons:\n', 'buttons:\n  f1: mtue ch/4\n'));
  await daemon.says(/behringer-x-touch\.yaml:\d+:\d+: no verb \\?"mtue\\?"; did you mean \\?"mute\\?"\?/);
  await put('ch/3/mute', { value: false });
  await vi.waitFor(async () => expect(await pressed()).toBe(true), SOON);
});

test('surfaces by name in desk.yaml, off, and back: what is not named is left alone', async () => {
  rig.plug(X_TOUCH);
  rig.plug(SECOND);
  await start('engines: {foh: {type: embedded}}\nsurfaces: {left: {port: "X-Touch", unit: 2}}\n');
  await vi.waitFor(async () => expect((await surfaces()).map(({ name, state }) => [name, state])).toEqual([['left', 'live']]), SOON);
  expect(rig.isHeard(X_TOUCH)).toBe(false);
  writeFileSync(join(show, 'desk.yaml'), 'engines: {foh: {type: embedded}}\nsurfaces: off\n');
  await vi.waitFor(async () => expect(await surfaces()).toEqual([]), SOON);
  writeFileSync(join(show, 'desk.yaml'), 'engines: {foh: {type: embedded}}\n');
  await vi.waitFor(
    async () => expect((await surfaces()).map(({ name }) => name)).toEqual(['Behringer X-Touch', 'Behringer X-Touch 2']),
    SOON,
  );
});

test('a unit that two names want belongs to the first, and a changed unit number is used at once', async () => {
  rig.plug(X_TOUCH);
  rig.plug(SECOND);
  await start('engines: {foh: {type: embedded}}\nsurfaces: {left: {port: "X-Touch"}, right: {port: "X-Touch"}}\n');
  await daemon.says(/surface right: X-Touch:X-Touch MIDI 1 is left already/);
  await vi.waitFor(() => expect([X_TOUCH, SECOND].map((port) => rig.isHeard(port))).toEqual([true, false]), SOON);
  expect((await surfaces()).map(({ name }) => name)).toEqual(['left']);
  writeFileSync(join(show, 'desk.yaml'), 'engines: {foh: {type: embedded}}\nsurfaces: {left: {port: "X-Touch", unit: 2}}\n');
  await vi.waitFor(() => expect([X_TOUCH, SECOND].map((port) => rig.isHeard(port))).toEqual([false, true]), SOON);
  expect((await surfaces()).map(({ name }) => name)).toEqual(['left']);
});

test('of fifty units sixteen are opened, and one line says so', async () => {
  for (let client = 20; client < 70; client++) rig.plug(`X-Touch:X-Touch MIDI 1 ${client}:0`);
  await start();
  await daemon.says(/left out: 16 surfaces are opened without a name/);
  expect((await surfaces()).length).toBe(16);
});

/** A show of two scenes and three cues, in files as a person writes them. */
function writeShow(): void {
  mkdirSync(join(show, 'scenes'), { recursive: true });
  writeFileSync(join(show, 'scenes', '001 Opener.yaml'), 'scene: Opener\nch/1: { fader: -10, mute: off }\nch/2: { fader: -20 }\n');
  writeFileSync(
    join(show, 'scenes', '002 Ballad.yaml'),
    'scene: Ballad\nfade: 5 s\nch/1: { fader: 0 }\nch/2: { fader: 0 }\nch/3: { mute: on }\n',
  );
  writeFileSync(
    join(show, 'cues.yaml'),
    '- { cue: 1, name: Walk-in, do: recall Opener }\n- { cue: 2, name: Ballad for Ann, do: recall Ballad }\n- { cue: 3, name: Closer, do: mute ch/4 }\n',
  );
}

const dryGo = (): Promise<Response> =>
  fetch(`${daemon.ready.http}/api/v1/verbs/go`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ dry: true }),
  });

const F8 = 0x3d;
const MARKER = 0x54;
const NUDGE = 0x55;
const key = (note: number, down: boolean): number[] => [0x90, note, down ? 0x7f : 0x00];
const tap = (note: number): number[] => [...key(note, true), ...key(note, false)];
const row = (unit: Unit): string[] =>
  Array.from({ length: 8 }, (_, strip) => `${unit.see().text(strip, 0).trim()}|${unit.see().text(strip, 1).trim()}`);
const fader = async (strip: number): Promise<unknown> => (await get<{ value: unknown }>(`params/ch/${strip}/fader`)).value;

test('F8 starts the cue that the displays say is armed; what is on and what is armed then stand there, in bytes', async () => {
  rig.plug(X_TOUCH);
  mkdirSync(show, { recursive: true });
  writeShow();
  await start();
  const unit = new Unit(rig, X_TOUCH);
  await vi.waitFor(() => expect(unit.names()[7]).not.toBe(''), SOON);
  await vi.waitFor(() => expect(unit.see().light({ name: 'f8' })).toBe('on'), SOON);
  // Twice: it stays.
  unit.play([...tap(MARKER), ...tap(MARKER)]);
  await vi.waitFor(() => expect(row(unit)).toEqual(['|', '|', 'GO 1|Walk-in', '|', '2|Ballad', '3|Closer', '|', '|']), SOON);

  rig.forget(X_TOUCH);
  unit.play(tap(F8));
  await vi.waitFor(async () => expect(await fader(1)).toBe(-10), SOON);
  const told = (): string => Buffer.from([...rig.told(X_TOUCH)]).toString('latin1');
  // Model 14, the LCD, from which cell on: what is on in the first display, what is armed in the third.
  const lcd = (cell: number, text: string): string => `\xf0\x00\x00\x66\x14\x12${String.fromCharCode(cell)}${text.padEnd(7)}\xf7`;
  await vi.waitFor(() => {
    expect(told()).toContain(lcd(0, 'ON 1'));
    expect(told()).toContain(lcd(0x38, 'Walk-in'));
    expect(told()).toContain(lcd(14, 'GO 2'));
    expect(told()).toContain(lcd(0x38 + 14, 'Ballad'));
    expect(told()).toContain(lcd(0x38 + 21, 'for Ann'));
  }, SOON);
});

test('the fader under a finger is left alone by the recall: the desk keeps its value, no motor moves it, and the displays say whose hand it is', async () => {
  rig.plug(X_TOUCH);
  mkdirSync(show, { recursive: true });
  writeShow();
  await start();
  const unit = new Unit(rig, X_TOUCH);
  await vi.waitFor(() => expect(unit.names()[7]).not.toBe(''), SOON);
  await put('ch/1/fader', { value: -30 });
  await vi.waitFor(() => expect(unit.see().place(0, 10_000)).toBeGreaterThan(0.1), SOON);
  unit.play([0x90, 0x68, 0x7f]);
  let high = 0x50;
  await vi.waitFor(async () => {
    high = high === 0x50 ? 0x48 : 0x50;
    unit.play([0xe0, 0x00, high]);
    expect(await get('params/ch/1/fader')).toMatchObject({ by: { who: 'Behringer X-Touch' } });
  }, SOON);
  unit.play([0xe0, 0x00, 0x30]);
  await vi.waitFor(async () => expect(await fader(1)).toBeLessThan(-15), SOON);
  const mine = await fader(1);

  unit.see();
  rig.forget(X_TOUCH);
  unit.play(tap(F8));
  await vi.waitFor(async () => expect(await fader(2)).toBe(-20), SOON);
  const shown = new Unit(rig, X_TOUCH);
  await vi.waitFor(() => expect(row(shown).join(' ')).toMatch(/^1\|1 Walk-in\|change, \|1 left \|\(your \|hand\)/), SOON);
  expect(await fader(1)).toBe(mine);
  const motors = (): number[] => rig.told(X_TOUCH).filter((byte) => byte >= 0xe0 && byte <= 0xe8);
  await vi.waitFor(() => expect(motors()).toContain(0xe1), SOON);
  expect(motors()).not.toContain(0xe0);

  // Let go: the hand's value stands.
  unit.play([0x90, 0x68, 0x00]);
  await vi.waitFor(() => expect(motors()).toContain(0xe0), SOON);
  expect(await fader(1)).toBe(mine);
});

test('a look moves nothing; a link that is cut in the middle of a fade changes nothing of it, and what comes back shows where it stands', async () => {
  rig.plug(X_TOUCH);
  mkdirSync(show, { recursive: true });
  writeShow();
  await start();
  const unit = new Unit(rig, X_TOUCH);
  await vi.waitFor(() => expect(unit.names()[7]).not.toBe(''), SOON);
  await put('ch/1/fader', { value: -10 });
  await put('ch/2/fader', { value: -20 });
  unit.play(tap(F8));
  await vi.waitFor(() => expect(row(unit)[0]).toMatch(/^1\|/), SOON);
  const before = await get<{ rev: number }>('status');
  unit.play(key(NUDGE, true));
  await vi.waitFor(() => expect(row(unit)).toEqual(['2|', 'Ballad|', 'for Ann|', '|', '+20.0dB|Ch 2', '3|changes', '|', '|']), SOON);
  expect([await fader(1), await fader(2)]).toEqual([-10, -20]);
  expect(await get<{ rev: number }>('status')).toMatchObject({ rev: before.rev });
  unit.play(key(NUDGE, false));
  unit.play([...tap(MARKER), ...tap(MARKER)]);
  await vi.waitFor(() => expect(row(unit)[2]).toBe('GO 2|Ballad'), SOON);

  // A Go counts again 0.3 s after the last one.
  await vi.waitFor(async () => expect((await dryGo()).status).toBe(200), SOON);
  unit.play(tap(F8));
  await vi.waitFor(() => expect(row(unit)[7]).toMatch(/^FADE\|[1-4]\.\ds$/), SOON);
  expect(unit.see().light({ name: 'f8' })).toBe('blink');
  rig.unplug(X_TOUCH);
  await vi.waitFor(async () => expect(await surfaces()).toMatchObject([{ state: 'lost' }]), SOON);
  await vi.waitFor(async () => expect([await fader(1), await fader(2)]).toEqual([0, 0]), SOON);
  rig.forget(X_TOUCH);
  rig.plug(X_TOUCH);
  const again = new Unit(rig, X_TOUCH);
  await vi.waitFor(() => expect(row(again)).toEqual(['ON 2|Ballad', '|for Ann', 'GO 3|Closer', '|', '|', '|', '|', '3 chg|']), SOON);
});
