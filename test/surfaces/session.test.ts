import { describe, expect, test } from 'vitest';
import type { Profile } from '../../src/surfaces/profile.ts';
import { Bed, faderBytes, touchBytes, withFader, xTouch } from './kit.ts';

const ANNOUNCE = 'F0 00 00 66 14 01 58 59 5A 57 18 61 05 57 18 61 05 F7';
const QUERY = 'F0 00 00 66 14 00 F7';
const CHALLENGE = 'F0 00 00 66 10 01 58 59 5A 57 18 61 05 57 18 61 05 F7';
const ANSWER = 'F0 00 00 66 10 02 58 59 5A 57 18 61 05 64 5A 5E 57 F7';
const CONFIRMED = 'F0 00 00 66 10 03 58 59 5A 57 18 61 05 F7';

const handshake = (how: Profile['mcu']['handshake']): Profile => ({ ...xTouch, mcu: { ...xTouch.mcu, handshake: how } });

describe('start-up', () => {
  test('the unit is asked 100 ms after the port is open, and taken to be there when it never answers', () => {
    const bed = new Bed();
    bed.session.up();
    bed.clock.advance(99);
    expect(bed.sent).toEqual([]);
    bed.clock.advance(1);
    expect(bed.messages()).toEqual([QUERY]);
    bed.clock.advance(xTouch.mcu.wait - 1);
    expect(bed.hand.said).toEqual([]);
    bed.clock.advance(1);
    expect(bed.hand.said).toEqual(['online']);
    expect(bed.session.figures.stage).toBe('online');
    expect(bed.clock.timers).toBe(0);
  });

  test('an answer puts it online at once', () => {
    const bed = new Bed();
    bed.session.up();
    bed.clock.advance(120);
    bed.hears(ANNOUNCE);
    expect(bed.hand.said).toEqual(['online']);
  });

  test('the first press is proof enough, and is not lost', () => {
    const bed = new Bed();
    bed.session.up();
    bed.clock.advance(150);
    bed.hears('90 10 7F');
    expect(bed.hand.said).toEqual(['online', 'press mute 0']);
  });

  test('a unit that speaks within the first 100 ms is painted after them', () => {
    const bed = new Bed();
    bed.session.up();
    bed.clock.advance(10);
    bed.hears(ANNOUNCE);
    expect(bed.hand.said).toEqual([]);
    bed.clock.advance(90);
    expect(bed.hand.said).toEqual(['online']);
  });

  test('noise does not make a unit', () => {
    const bed = new Bed();
    bed.session.up();
    bed.clock.advance(150);
    bed.hears('A0 01 02');
    expect(bed.hand.said).toEqual([]);
    expect(bed.session.figures.unknown).toBe(1);
  });

  test('a Logic Control is answered in the same breath and painted when it confirms', () => {
    const bed = new Bed(handshake('required'));
    bed.session.up();
    bed.clock.advance(150);
    bed.hears(CHALLENGE);
    expect(bed.messages().at(-1)).toBe(ANSWER);
    bed.clock.advance(10_000);
    expect(bed.hand.said).toEqual([]);
    bed.hears(CONFIRMED);
    expect(bed.hand.said).toEqual(['online']);
  });

  test('a unit without a handshake is painted as soon as the port has settled', () => {
    const bed = new Bed(handshake('none'));
    bed.session.up();
    bed.clock.advance(100);
    expect(bed.hand.said).toEqual(['online']);
    expect(bed.sent).toEqual([]);
  });

  test('the port lost and found: what was held is free, nothing stays behind, and everything is shown again', () => {
    const bed = new Bed().online();
    bed.session.text(0, 0, 'Kick');
    bed.session.fader(0, 0.5);
    bed.session.flush();
    bed.clock.advance(100);
    bed.hears(touchBytes(0, true));
    bed.forget();
    bed.session.down();
    expect(bed.hand.said).toEqual(['offline']);
    expect(bed.clock.timers).toBe(0);
    bed.session.text(0, 0, 'Kick in');
    bed.session.flush();
    bed.clock.advance(5000);
    expect(bed.sent).toEqual([]);
    bed.session.up();
    bed.clock.advance(2000);
    expect(bed.messages('F0 00 00 66 14 12 00')).toEqual(['F0 00 00 66 14 12 00 4B 69 63 6B 20 69 6E F7']);
    expect(bed.messages('E0')).toHaveLength(1);
  });

  test('a unit that was switched off and on is painted again, with its colours, under its new id', () => {
    const bed = new Bed();
    bed.hand.onOnline = () => {
      bed.session.text(0, 0, 'Kick');
      bed.session.colors(['red', 'red', 'red', 'red', 'red', 'red', 'red', 'red']);
    };
    bed.online();
    bed.clock.advance(5000);
    bed.hears(touchBytes(2, true));
    bed.forget();
    bed.hears(ANNOUNCE.replace('66 14', '66 15'));
    bed.clock.advance(1000);
    expect(bed.hand.said).toEqual(['release 2', 'online']);
    expect(bed.messages()).toContain('F0 00 00 66 15 12 00 4B 69 63 6B 20 20 20 F7');
    expect(bed.messages()).toContain('F0 00 00 66 15 72 01 01 01 01 01 01 01 01 F7');
  });

  test('a late answer to the greeting repaints and takes nobody the fader', () => {
    const bed = new Bed().online();
    bed.hears(touchBytes(2, true));
    bed.forget();
    bed.hears(ANNOUNCE);
    expect(bed.hand.said).toEqual(['online', 'touch 2']);
    bed.hears(ANNOUNCE);
    expect(bed.hand.said).toEqual(['online', 'touch 2']);
  });

  test('a finger that lies on a fader before the unit is there keeps its motor still', () => {
    const bed = new Bed(handshake('required'));
    bed.session.up();
    bed.clock.advance(150);
    bed.hears(touchBytes(1, true));
    bed.session.fader(1, 0.7);
    bed.hears(CONFIRMED);
    bed.clock.advance(1000);
    expect(bed.hand.said).toEqual(['online', 'touch 1']);
    expect(bed.messages('E1')).toEqual([]);
    bed.hears(touchBytes(1, false));
    expect(bed.messages('E1')).toHaveLength(1);
  });
});

describe('faders', () => {
  test('an idle link sends in the turn, and the same place is not sent twice', () => {
    const bed = new Bed().online();
    bed.session.fader(0, 0.5);
    expect(bed.sent).toEqual([]);
    bed.session.flush();
    expect(bed.messages()).toEqual([faderBytes(0, 512)]);
    bed.clock.advance(100);
    bed.session.fader(0, 0.5001);
    bed.session.flush();
    bed.clock.advance(1000);
    expect(bed.sent).toHaveLength(1);
    expect(bed.clock.timers).toBe(0);
  });

  test('under a hand the motor is silent; after it the newest target is written once', () => {
    const bed = new Bed().online();
    bed.hears(touchBytes(0, true));
    for (const at of [0.2, 0.9, 0.4]) {
      bed.session.fader(0, at);
      bed.session.flush();
      bed.clock.advance(50);
    }
    expect(bed.sent).toEqual([]);
    bed.hears(touchBytes(0, false));
    expect(bed.messages()).toEqual([faderBytes(0, 409)]);
    bed.clock.advance(2000);
    expect(bed.sent).toHaveLength(1);
  });

  test('a value on its way to the motor is taken back when a finger comes first', () => {
    const bed = new Bed().online();
    bed.session.fader(0, 0.5);
    bed.hears(touchBytes(0, true));
    bed.clock.advance(1000);
    expect(bed.sent).toEqual([]);
  });

  test('the place under the hand is confirmed on release, though nothing changed: the servo would go back', () => {
    const bed = new Bed().online();
    bed.hand.onMove = (fader, position) => bed.session.fader(fader, position);
    bed.hears(`${touchBytes(0, true)} ${faderBytes(0, 300)} ${faderBytes(0, 400)}`);
    bed.clock.advance(100);
    expect(bed.sent).toEqual([]);
    bed.hears(touchBytes(0, false));
    expect(bed.messages()).toEqual([faderBytes(0, 400)]);
    bed.hears(touchBytes(0, true));
    bed.clock.advance(50);
    bed.hears(touchBytes(0, false));
    expect(bed.messages()).toEqual([faderBytes(0, 400), faderBytes(0, 400)]);
  });

  test('a unit that needs no confirmation gets none where it stands right', () => {
    const bed = new Bed(withFader({ echo: false })).online();
    bed.hand.onMove = (fader, position) => bed.session.fader(fader, position);
    bed.hears(`${touchBytes(0, true)} ${faderBytes(0, 300)} ${touchBytes(0, false)}`);
    bed.clock.advance(2000);
    expect(bed.sent).toEqual([]);
    bed.session.fader(0, 0.5);
    bed.session.flush();
    expect(bed.messages()).toEqual([faderBytes(0, 512)]);
  });

  test('a hand that the desk refused: the fader goes back a moment after release', () => {
    const bed = new Bed().online();
    bed.session.fader(0, 0.5);
    bed.session.flush();
    bed.clock.advance(500);
    bed.forget();
    bed.hears(`${touchBytes(0, true)} ${faderBytes(0, 600)} ${touchBytes(0, false)}`);
    expect(bed.sent).toEqual([]);
    bed.clock.advance(100);
    expect(bed.messages()).toEqual([faderBytes(0, 512)]);
  });

  test('the word of the desk on the last move comes after release: the fader waits for it, not for the old place', () => {
    const bed = new Bed().online();
    bed.hears(`${touchBytes(0, true)} ${faderBytes(0, 600)} ${touchBytes(0, false)}`);
    bed.clock.advance(30);
    bed.session.fader(0, 602 / 1023);
    bed.session.flush();
    expect(bed.messages()).toEqual([faderBytes(0, 602)]);
  });

  test('places the unit still reports after release are not the hand', () => {
    const bed = new Bed().online();
    bed.hand.onMove = (fader, position) => bed.session.fader(fader, position);
    bed.hears(`${touchBytes(0, true)} ${faderBytes(0, 300)} ${touchBytes(0, false)} ${faderBytes(0, 305)}`);
    bed.clock.advance(10);
    bed.hears(faderBytes(0, 309));
    expect(bed.hand.said).toEqual(['touch 0', `move 0 ${(300 / 1023).toFixed(3)}`, 'release 0']);
    bed.clock.advance(2000);
    // It was pushed off its place while it settled: it is told once more, and no more than that.
    expect(bed.messages()).toEqual([faderBytes(0, 300), faderBytes(0, 300)]);
    expect(bed.session.figures.droppedEchoes).toBe(2);
  });

  test('a unit that sends back what it was sent, 20 ms later, moves nothing', () => {
    const bed = new Bed().online();
    bed.hand.onMove = (fader, position) => bed.session.fader(fader, position);
    bed.onSend = (bytes) => void bed.clock.setTimer(20, () => bed.session.hear(bytes));
    for (const at of [0.2, 0.8, 0.1]) {
      bed.session.fader(3, at);
      bed.session.flush();
      bed.clock.advance(400);
    }
    bed.hears(`${touchBytes(3, true)} ${faderBytes(3, 500)} ${touchBytes(3, false)}`);
    bed.clock.advance(2000);
    expect(bed.hand.said).toEqual(['touch 3', `move 3 ${(500 / 1023).toFixed(3)}`, 'release 3']);
    expect(bed.messages('E3')).toHaveLength(4);
  });

  test('an echo that comes when the hand is there already is no move of the hand', () => {
    const bed = new Bed(withFader({ reports: true })).online();
    bed.hand.onMove = (fader, position) => bed.session.fader(fader, position);
    for (const at of [0.3, 0.5]) {
      bed.clock.advance(1000);
      bed.session.fader(0, at);
      bed.session.flush();
    }
    bed.clock.advance(5);
    bed.hears(`${touchBytes(0, true)} ${faderBytes(0, 700)}`);
    bed.clock.advance(15);
    bed.hears(`${faderBytes(0, 512)} ${faderBytes(0, 720)}`);
    expect(bed.hand.said).toEqual(['touch 0', `move 0 ${(700 / 1023).toFixed(3)}`, `move 0 ${(720 / 1023).toFixed(3)}`]);
  });

  test('a fader caught on its way is where the hand has stopped it', () => {
    const bed = new Bed(withFader({ reports: true })).online();
    bed.session.fader(0, 1);
    bed.session.flush();
    bed.clock.advance(60);
    bed.hears(`${faderBytes(0, 200)} ${touchBytes(0, true)} ${faderBytes(0, 300)} ${faderBytes(0, 310)}`);
    expect(bed.hand.said).toEqual(['touch 0']);
    bed.clock.advance(40);
    expect(bed.hand.said).toEqual(['touch 0', `move 0 ${(310 / 1023).toFixed(3)}`]);
  });

  test('a resting finger trembles by a step and changes nothing; a move onward counts step by step', () => {
    const bed = new Bed().online();
    bed.session.fader(0, 400 / 1023);
    bed.session.flush();
    bed.clock.advance(1000);
    bed.hears(touchBytes(0, true));
    bed.hears(`${faderBytes(0, 401)} ${faderBytes(0, 399)} ${faderBytes(0, 400)}`);
    expect(bed.hand.said).toEqual(['touch 0']);
    bed.hears(`${faderBytes(0, 402)} ${faderBytes(0, 403)} ${faderBytes(0, 402)} ${faderBytes(0, 404)}`);
    expect(bed.hand.said.slice(1)).toEqual([402, 403, 404].map((step) => `move 0 ${(step / 1023).toFixed(3)}`));
  });

  test('pushed home is home: the last step before either end is the end', () => {
    const bed = new Bed().online();
    bed.session.fader(0, 0.5);
    bed.session.flush();
    bed.clock.advance(1000);
    bed.hears(`${touchBytes(0, true)} ${faderBytes(0, 1022)} ${faderBytes(0, 1)}`);
    expect(bed.hand.said).toEqual(['touch 0', 'move 0 1.000', 'move 0 0.000']);
  });

  test('a unit whose travel ends short of its top teaches it by the place its motor ends at', () => {
    const bed = new Bed(withFader({ reports: true })).online();
    bed.session.fader(8, 1);
    bed.session.flush();
    bed.clock.advance(100);
    bed.hears(faderBytes(8, 1015));
    bed.clock.advance(1000);
    bed.hears(`${touchBytes(8, true)} ${faderBytes(8, 700)} ${faderBytes(8, 1015)}`);
    expect(bed.hand.said.at(-1)).toBe('move 8 1.000');
    expect(bed.messages('E8')).toHaveLength(1);
  });

  test('without a touch sensor the first move nobody commanded is the touch, and 300 ms of rest the release', () => {
    const bed = new Bed(withFader({ touch: false, echo: false })).online();
    bed.session.fader(0, 0.25);
    bed.session.flush();
    bed.clock.advance(1000);
    bed.hears(faderBytes(0, 300));
    expect(bed.hand.said).toEqual(['touch 0', `move 0 ${(300 / 1023).toFixed(3)}`]);
    bed.clock.advance(200);
    bed.hears(faderBytes(0, 310));
    bed.session.fader(0, 0.9);
    bed.session.flush();
    bed.clock.advance(299);
    expect(bed.messages('E0')).toHaveLength(1);
    bed.clock.advance(1);
    expect(bed.hand.said.at(-1)).toBe('release 0');
    bed.clock.advance(1000);
    expect(bed.messages('E0')).toHaveLength(2);
  });

  test('a fader without a motor is never written, and every move of it is the hand', () => {
    const bed = new Bed(withFader({ touch: false, motor: false })).online();
    bed.session.fader(0, 0.25);
    bed.session.flush();
    bed.hears(`${faderBytes(0, 256)} ${faderBytes(0, 300)}`);
    bed.clock.advance(1000);
    expect(bed.hand.said).toEqual(['touch 0', 'move 0 0.250', `move 0 ${(300 / 1023).toFixed(3)}`, 'release 0']);
    expect(bed.sent).toEqual([]);
  });

  test('a bank change under a held finger: the new place waits for the release', () => {
    const bed = new Bed().online();
    bed.hears(`${touchBytes(0, true)} ${faderBytes(0, 600)}`);
    bed.session.fader(0, 0.1);
    bed.session.flush();
    bed.clock.advance(500);
    expect(bed.sent).toEqual([]);
    bed.hears(touchBytes(0, false));
    expect(bed.messages()).toEqual([faderBytes(0, 102)]);
  });

  test('a motor is written at most fifty times a second, with the newest place', () => {
    const bed = new Bed().online();
    for (let ms = 0; ms < 1000; ms++) {
      bed.session.fader(0, ms / 1000);
      bed.session.flush();
      bed.clock.advance(1);
    }
    bed.clock.advance(100);
    expect(bed.messages('E0').length).toBeLessThanOrEqual(51);
    expect(bed.messages('E0').at(-1)).toBe(faderBytes(0, Math.round(0.999 * 1023)));
  });
});

describe('lights, rings, texts', () => {
  test('only differences leave', () => {
    const bed = new Bed().online();
    const state = (): void => {
      bed.session.light({ name: 'mute', strip: 0 }, 'on');
      bed.session.ring(0, { mode: 'dot', position: 0.5, center: false });
      bed.session.text(0, 1, '-10.0');
      bed.session.flush();
    };
    state();
    bed.clock.advance(200);
    expect(bed.messages()).toEqual(['90 10 7F', 'B0 30 06', 'F0 00 00 66 14 12 38 2D 31 30 2E 30 20 20 F7']);
    state();
    bed.session.ring(0, { mode: 'dot', position: 0.501, center: false });
    bed.session.flush();
    bed.clock.advance(200);
    expect(bed.sent).toHaveLength(3);
  });

  test('what was changed and changed back before it left is not sent', () => {
    const bed = new Bed().online();
    bed.session.light({ name: 'play' }, 'off');
    bed.session.flush();
    bed.clock.advance(50);
    bed.session.light({ name: 'play' }, 'on');
    bed.session.light({ name: 'play' }, 'off');
    bed.session.flush();
    bed.clock.advance(50);
    expect(bed.messages()).toEqual(['90 5E 00']);
  });

  test('of a row of digits only those leave that have changed', () => {
    const bed = new Bed().online();
    bed.session.digits('time', '00:01:02.03');
    bed.session.flush();
    bed.clock.advance(200);
    expect(bed.messages('B0')).toHaveLength(10);
    bed.session.digits('time', '00:01:02.04');
    bed.session.flush();
    expect(bed.messages('B0').slice(10)).toEqual(['B0 40 34']);
  });

  test('a unit that cannot blink is switched on and off, and only while something blinks', () => {
    const bed = new Bed({ ...xTouch, lights: { blink: 'host' } }).online();
    bed.session.light({ name: 'play' }, 'blink');
    bed.session.flush();
    bed.clock.advance(800);
    expect(bed.messages()).toEqual(['90 5E 7F', '90 5E 00', '90 5E 7F', '90 5E 00']);
    bed.session.light({ name: 'play' }, 'on');
    bed.session.flush();
    bed.clock.advance(100);
    expect(bed.messages().at(-1)).toBe('90 5E 7F');
    expect(bed.clock.timers).toBe(0);
  });
});

describe('meters', () => {
  const levels = (...dB: number[]): Float32Array => Float32Array.from({ length: 9 }, (_, strip) => dB[strip] ?? Number.NEGATIVE_INFINITY);

  test('a level that stands still is said again within 250 ms, because the unit lets it fall', () => {
    const bed = new Bed().online();
    for (let ms = 0; ms < 2000; ms += 50) {
      bed.session.meters(levels(-12));
      bed.session.flush();
      bed.clock.advance(50);
    }
    const said = bed.sent.filter(({ message }) => message === 'D0 06').map(({ atMs }) => atMs);
    const gaps = said.slice(1).map((atMs, i) => atMs - (said[i] ?? 0));
    expect(said.length).toBeGreaterThanOrEqual(8);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(250);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
  });

  test('also when the frames do not come again for a while; a meter without frames for a second falls', () => {
    const bed = new Bed().online();
    bed.session.meters(levels(-12));
    bed.session.flush();
    bed.clock.advance(5000);
    const said = bed.sent.filter(({ message }) => message === 'D0 06');
    expect(said).toHaveLength(6);
    expect(bed.clock.timers).toBe(0);
  });

  test('a bar that is due while a repaint fills the cable waits for its turn in it, not for time', () => {
    const bed = new Bed(xTouch, 'din').online();
    bed.session.meters(levels(-12, -12, -12, -12));
    bed.session.flush();
    bed.clock.advance(190);
    for (let strip = 0; strip < 8; strip++) for (const line of [0, 1] as const) bed.session.text(strip, line, `line ${line}`);
    bed.session.flush();
    bed.clock.advance(600);
    const said = bed.sent.filter(({ message }) => message === 'D0 36').map(({ atMs }) => atMs);
    const gaps = said.slice(1).map((atMs, i) => atMs - (said[i] ?? 0));
    expect(said).toHaveLength(4);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(250);
  });

  test('dark strips are told once', () => {
    const bed = new Bed().online();
    for (let ms = 0; ms < 2000; ms += 50) {
      bed.session.meters(levels());
      bed.session.flush();
      bed.clock.advance(50);
    }
    expect(bed.messages('D0')).toHaveLength(8);
  });

  test('NaN is dark', () => {
    const bed = new Bed().online();
    bed.session.meters(levels(Number.NaN));
    bed.session.flush();
    expect(bed.messages('D0 0')).toEqual(['D0 00']);
  });

  test('the clip mark is set and cleared exactly once each, and levels leave it alone', () => {
    const bed = new Bed().online();
    bed.session.clip(0, true);
    bed.session.flush();
    for (let i = 0; i < 20; i++) {
      bed.session.meters(levels(-20));
      bed.session.clip(0, true);
      bed.session.flush();
      bed.clock.advance(25);
    }
    bed.session.clip(0, false);
    bed.session.flush();
    bed.clock.advance(100);
    expect(bed.messages().filter((message) => message === 'D0 0E')).toHaveLength(1);
    expect(bed.messages().filter((message) => message === 'D0 0F')).toHaveLength(1);
  });
});
