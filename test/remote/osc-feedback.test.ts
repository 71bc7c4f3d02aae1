import { describe, expect, test } from 'vitest';
import { CONSOLE, smallLayout } from '../desk/desk-kit.ts';
import { heads, oscKit, type Said, saidIn } from './osc-kit.ts';

/** Subscribes and forgets the first values. */
function subscribed(pattern = 'ch/*/fader', rateHz = 20, peers: Parameters<typeof oscKit>[0] = []) {
  const kit = oscKit(peers);
  const app = kit.app(9000);
  app.say(['/subscribe', 'si', pattern, rateHz]);
  const first = app.heard();
  kit.clock.advance(100);
  return { ...kit, me: app, first };
}

const values = (said: Said[], address: string) => said.filter(([name]) => name === address).map(([, , value]) => value);

describe('a subscription', () => {
  test('tells all its values at once, then what changes, in the turn of the change', () => {
    const { me, first, say } = subscribed();
    expect(first.map(([address]) => address)).toEqual(
      smallLayout()
        .strips.filter(({ kind }) => kind === 'ch')
        .map(({ path }) => `/${path}/fader`),
    );
    say('set ch/7/fader -6');
    expect(me.heard()).toEqual([['/ch/7/fader', 'f', -6]]);
    say('mute ch/7');
    expect(me.heard()).toEqual([]);
  });

  test('gets the newest value only, at its rate', () => {
    const { me, app, clock } = subscribed('ch/*/fader', 20);
    const other = app(9001);
    for (let move = 0; move < 100; move++) {
      other.say(['/ch/7/fader', 'f', -50 + move / 2]);
      clock.advance(5);
    }
    clock.advance(100);
    const told = values(me.heard(), '/ch/7/fader');
    expect(told.length).toBeGreaterThan(8);
    expect(told.length).toBeLessThanOrEqual(12);
    expect(told.at(-1)).toBe(-0.5);
  });

  test.each([
    ['/ch/[1-2]/{fader,mute}', ['/ch/1/fader', '/ch/1/mute', '/ch/2/fader', '/ch/2/mute']],
    ['ch/1..2/mute', ['/ch/1/mute', '/ch/2/mute']],
    ['/ch/1/fader/pos', ['/ch/1/fader/pos']],
    ['//group/1/mute', ['/group/1/mute']],
  ])('understands %s', (pattern, addresses) => {
    expect(
      subscribed(pattern)
        .first.map(([address]) => address)
        .sort(),
    ).toEqual(addresses);
  });

  test('ends when it is not renewed for 30 s, and lives on when it is', () => {
    const { me, clock, say } = subscribed();
    clock.advance(20_000);
    me.say(['/subscribe', 'si', 'ch/*/fader', 20]);
    expect(me.heard()).toEqual([]);
    clock.advance(20_000);
    say('set ch/7/fader -6');
    expect(me.heard()).toHaveLength(1);
    clock.advance(10_100);
    say('set ch/7/fader -7');
    clock.advance(1000);
    expect(me.heard()).toEqual([]);
  });

  test('ends with /unsubscribe', () => {
    const { me, say, clock } = subscribed();
    me.say(['/unsubscribe', 's', 'ch/*/fader']);
    say('set ch/7/fader -6');
    clock.advance(1000);
    expect(me.heard()).toEqual([]);
  });

  test('with /refresh tells everything once more', () => {
    const { me, first, clock } = subscribed();
    me.say(['/refresh']);
    clock.advance(100);
    expect(me.heard()).toEqual(first);
  });

  test.each([
    [['/subscribe', 'si', 'ch/*/fader', -1], 'out-of-range'],
    [['/subscribe', 'si', 'ch/*/fader', 1000], 'out-of-range'],
    [['/subscribe', 'i', 20], 'malformed'],
    [['/subscribe', 'si', 'no/such', 20], 'unknown-path'],
    [['/subscribe', 'si', '/ch/[1/fader', 20], 'malformed'],
  ] as const)('%s is refused with %s', (message, code) => {
    const { app } = oscKit();
    app(9000).say(message);
    expect(heads(app(9000).heard())).toEqual([['/error', 'sss', code]]);
  });

  test('of a whole desk comes in bundles of at most 1,400 bytes, faders before names, and not in one burst', () => {
    const { app, port, clock, desk } = oscKit();
    app(9000).say(['/subscribe', 'si', '**', 50]);
    const atOnce = port.sent.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(atOnce).toBeLessThanOrEqual(55_000);
    clock.advance(2000);
    expect(Math.max(...port.sent.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(1400);
    const addresses = port.sent.flatMap(({ bytes }) => saidIn(bytes)).map(([address]) => address);
    expect(addresses.length).toBe(desk.model.entries.length);
    expect(addresses.findLastIndex((address) => address.endsWith('/fader'))).toBeLessThan(addresses.indexOf('/ch/1/name'));
  });

  test('of a configured peer needs no asking and no renewal, and survives another layout', () => {
    const { app, clock, say, desk } = oscKit([{ address: '10.0.0.9', replyPort: 9001, subscribe: ['ch/1/mute'] }]);
    expect(app(9001).heard()).toEqual([['/ch/1/mute', 'i', 0]]);
    clock.advance(120_000);
    say('mute ch/1');
    expect(app(9001).heard()).toEqual([['/ch/1/mute', 'i', 1]]);
    desk.attach('foh', smallLayout());
    clock.advance(1000);
    expect(app(9001).heard()).toEqual([['/ch/1/mute', 'i', 1]]);
  });
});

describe('no echo to the hand', () => {
  test('a moving fader is not told its own values, and is told the settled one after', () => {
    const { me, clock } = subscribed();
    for (let move = 0; move < 20; move++) {
      me.say(['/ch/7/fader', 'f', -20.04 + move]);
      clock.advance(20);
    }
    expect(me.heard()).toEqual([]);
    clock.advance(300);
    // -1.04 is between steps: the desk's grid has it at -1.0.
    expect(me.heard()).toEqual([['/ch/7/fader', 'f', -1]]);
    clock.advance(10_000);
    expect(me.heard()).toEqual([]);
  });

  test('under a finger nothing is told until it is up, however long it rests', () => {
    const { me, clock, desk, id } = subscribed();
    me.say(['/ch/7/fader/touch', 'i', 1], ['/ch/7/fader', 'f', -6]);
    for (let second = 0; second < 10; second++) {
      clock.advance(1000);
      me.say(['/ch/8/mute']);
      desk.report(CONSOLE, 'foh', [[id('ch/7/fader'), -30]]);
    }
    expect(values(me.heard(), '/ch/7/fader')).toEqual([]);
    me.say(['/ch/7/fader/touch', 'i', 0]);
    clock.advance(300);
    expect(me.heard()).toEqual([['/ch/7/fader', 'f', -6]]);
  });

  test('others are told meanwhile', () => {
    const { me, app, clock } = subscribed();
    const other = app(9001);
    other.say(['/subscribe', 'si', 'ch/7/fader', 20]);
    other.heard();
    clock.advance(100);
    me.say(['/ch/7/fader', 'f', -6]);
    expect(other.heard()).toEqual([['/ch/7/fader', 'f', -6]]);
  });

  test('a refused hand is told where the fader is', () => {
    const { me, app, clock, get } = subscribed();
    app(9001).say(['/ch/7/fader/touch', 'i', 1], ['/ch/7/fader', 'f', -10]);
    me.heard();
    me.say(['/ch/7/fader', 'f', 0]);
    expect(get('ch/7/fader')).toBe(-10);
    clock.advance(400);
    expect(values(me.heard(), '/ch/7/fader')).toEqual([-10]);
  });

  test('a value that is the same as a 32-bit float is not told again', () => {
    const { me, say, clock } = subscribed();
    say('set ch/7/fader -6.1');
    expect(me.heard()).toEqual([['/ch/7/fader', 'f', Math.fround(-6.1)]]);
    clock.advance(100);
    say('set ch/7/fader -5');
    say('set ch/7/fader -6.1');
    clock.advance(100);
    expect(values(me.heard(), '/ch/7/fader').filter((value) => value === Math.fround(-6.1)).length).toBeLessThanOrEqual(1);
  });

  test('after everything is quiet no timer is left but that of the renewal', () => {
    const { me, clock } = subscribed();
    me.say(['/ch/7/fader', 'f', -6]);
    clock.advance(5000);
    expect(clock.timers).toBeLessThanOrEqual(1);
  });
});

describe('meters', () => {
  const frame = (kit: ReturnType<typeof oscKit>, db: number): void => {
    const points = kit.meters.points('foh').length;
    kit.meters.publish('foh', new Float32Array(points).fill(db), kit.clock.nowMs());
  };

  test('as a blob: 16-bit hundredths of a dB, in the order told at the subscription', () => {
    const kit = oscKit();
    const app = kit.app(9000);
    app.say(['/subscribe/meters', 'ssi', 'ch/1..2/meter/post', 'blob', 20]);
    expect(app.heard()).toEqual([['/meters/points', 'iss', 0, 'ch/1/meter/post', 'ch/2/meter/post']]);
    frame(kit, -12.34);
    expect(app.heard()).toEqual([['/meters', 'b', Uint8Array.of(0xfb, 0x2e, 0xfb, 0x2e)]]);
    kit.clock.advance(50);
    frame(kit, Number.NEGATIVE_INFINITY);
    expect(app.heard()).toEqual([['/meters', 'b', Uint8Array.of(0x80, 0, 0x80, 0)]]);
  });

  test('as floats: an address a point, only those that changed', () => {
    const kit = oscKit();
    const app = kit.app(9000);
    app.say(['/subscribe/meters', 'ssi', '/ch/{1,2}/meter/post', 'floats', 20]);
    frame(kit, -12.5);
    expect(app.heard()).toEqual([
      ['/ch/1/meter/post', 'f', -12.5],
      ['/ch/2/meter/post', 'f', -12.5],
    ]);
    kit.clock.advance(50);
    frame(kit, -12.5);
    expect(app.heard()).toEqual([]);
  });

  test('keep a peak that came between two readings', () => {
    const kit = oscKit();
    const app = kit.app(9000);
    app.say(['/subscribe/meters', 'ssi', 'ch/1/meter/post', 'floats', 10]);
    frame(kit, -60);
    app.heard();
    for (const db of [-60, -3, -60, -60, -60]) {
      kit.clock.advance(20);
      frame(kit, db);
    }
    expect(app.heard()).toEqual([['/ch/1/meter/post', 'f', -3]]);
  });

  test('come at the rate that was asked for, from frames at another', () => {
    const kit = oscKit();
    const app = kit.app(9000);
    app.say(['/subscribe/meters', 'ssi', 'ch/1/meter/post', 'blob', 20]);
    app.heard();
    for (let index = 0; index < 50; index++) {
      frame(kit, -index);
      kit.clock.advance(20);
    }
    expect(Math.abs(app.heard().length - 20)).toBeLessThanOrEqual(1);
  });

  test('end with /unsubscribe/meters, or when not renewed', () => {
    const kit = oscKit();
    const app = kit.app(9000);
    app.say(['/subscribe/meters', 's', 'ch/1/meter/post']);
    app.say(['/unsubscribe/meters']);
    app.heard();
    frame(kit, -6);
    expect(app.heard()).toEqual([]);
    app.say(['/subscribe/meters', 's', 'ch/1/meter/post']);
    app.heard();
    kit.clock.advance(30_001);
    frame(kit, -6);
    expect(app.heard()).toEqual([]);
  });

  test('of nothing are refused', () => {
    const kit = oscKit();
    const app = kit.app(9000);
    app.say(['/subscribe/meters', 'ssi', 'ch/99/meter/post', 'blob', 20]);
    app.say(['/subscribe/meters', 'ssi', 'ch/1/meter/post', 'png', 20]);
    expect(heads(app.heard())).toEqual([
      ['/error', 'sss', 'unknown-path'],
      ['/error', 'sss', 'malformed'],
    ]);
  });
});
