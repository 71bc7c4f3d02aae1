import { afterAll, beforeAll, expect, test } from 'vitest';
import { McuUnit } from '../../src/surfaces/mcu/unit.ts';
import { mackie } from '../surfaces/mcu/profiles.ts';
import { until } from '../until.ts';
import { Ardour } from './ardour.ts';
import { realPart } from './part.ts';

/** A network namespace and its cable are root's to make. */
const RIGHTS = process.getuid?.() === 0 ? [] : ['rights of root'];

/** Our unit's side of the protocol is the control surface of a real Ardour: it must light, print and move as Ardour means it. */
realPart('Ardour as the host of our surface', ['ardour7-lua', 'ip', ...RIGHTS], () => {
  const ardour = new Ardour();
  const unit = new McuUnit(mackie);
  const say = (messages: readonly Uint8Array[]): void => {
    for (const message of messages) ardour.send(message);
  };
  const press = (name: string, strip?: number): void => {
    const key = strip === undefined ? { name } : { name, strip };
    say(unit.key(key, true));
    say(unit.key(key, false));
  };
  const names = (): string[] => [0, 1, 2, 3, 4, 5, 6, 7].map((strip) => unit.text(strip, 0).trim());

  beforeAll(async () => {
    ardour.heard = (bytes) => say(unit.hear(bytes, performance.now()));
    await ardour.start();
    await until('Ardour has painted the last strip', () => names()[7] === 'Trk 8', 30_000);
  }, 40_000);
  afterAll(() => ardour.stop());

  test('names, faders and rings stand on the unit', async () => {
    expect(names()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((track) => `Trk ${track}`));
    await until('fader 8 is at 0 dB', () => Math.abs(unit.place(7, performance.now()) - 0.782) < 0.002);
    expect(unit.ring(0)[5]).toBe(true);
  });

  test('a fader under our hand moves the level, which stands on the LCD, and rests there', async () => {
    say(unit.touch(0, true, performance.now()));
    say(unit.move(0, 0.5));
    await until('the level of the place is shown', () => unit.text(0, 1).trim() === '-10.5');
    say(unit.touch(0, false, performance.now()));
    expect(unit.place(0, performance.now())).toBeCloseTo(0.5, 2);
  });

  test('MUTE lights and goes out', async () => {
    press('mute', 1);
    await until('MUTE 2 is lit', () => unit.light({ name: 'mute', strip: 1 }) === 'on');
    press('mute', 1);
    await until('MUTE 2 is dark', () => unit.light({ name: 'mute', strip: 1 }) === 'off');
  });

  test('a knob turned away from the middle changes the pan on the LCD', async () => {
    say(unit.turn(2, 5));
    await until('the pan is off centre', () => /^L4\dR5\d$/.test(unit.text(2, 1).trim()));
  });

  test('bank right shows the tracks after the eighth, bank left the first ones again', async () => {
    press('bank-right');
    await until('Trk 9 is the first', () => names()[0] === 'Trk 9');
    press('bank-left');
    await until('Trk 1 is the first', () => names()[0] === 'Trk 1');
    expect(unit.place(0, performance.now())).toBeCloseTo(0.5, 2);
  });

  test('play lights, the time runs on the digits', async () => {
    press('play');
    await until('PLAY is lit', () => unit.light({ name: 'play' }) === 'on');
    const before = unit.digits('time');
    await until('the digits run', () => unit.digits('time') !== before);
    press('stop');
    await until('PLAY is dark', () => unit.light({ name: 'play' }) === 'off');
  });
});
