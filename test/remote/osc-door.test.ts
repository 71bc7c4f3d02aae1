import { describe, expect, test } from 'vitest';
import type { Turn } from '../../src/desk/turn.ts';
import { actor } from '../desk/desk-kit.ts';
import { heads, oscKit, type Said } from './osc-kit.ts';

describe('values', () => {
  test.each([
    [['/ch/7/fader', 'f', -6], 'ch/7/fader', -6],
    [['/ch/7/fader', 'i', -6], 'ch/7/fader', -6],
    [['/ch/7/fader', 'd', -6.5], 'ch/7/fader', -6.5],
    [['/ch/7/fader', 'h', -6n], 'ch/7/fader', -6],
    [['/ch/7/fader', 's', '-6 dB'], 'ch/7/fader', -6],
    [['/ch/7/fader', 'f', -Infinity], 'ch/7/fader', '-inf'],
    [['/ch/7/fader', 'f', -144], 'ch/7/fader', '-inf'],
    [['/ch/7/fader', 'f', 14], 'ch/7/fader', 10],
    [['/ch/7/fader/pos', 'f', 1], 'ch/7/fader', 10],
    [['/ch/7/fader/pos', 'f', 0], 'ch/7/fader', '-inf'],
    [['/ch/7/mute', 'T', true], 'ch/7/mute', true],
    [['/ch/7/mute', 'i', 1], 'ch/7/mute', true],
    [['/ch/7/mute', 'f', 0.9], 'ch/7/mute', true],
    [['/ch/7/mute', 'f', 0.1], 'ch/7/mute', false],
    [['/ch/7/mute', 's', 'on'], 'ch/7/mute', true],
    [['/ch/7/name', 's', 'Kick In'], 'ch/7/name', 'Kick In'],
    [['/ch/7/color', 's', 'red'], 'ch/7/color', 'red'],
    [['/ch/7/color', 'i', 1], 'ch/7/color', 'red'],
    [['/foh:ch/7/fader', 'f', -6], 'ch/7/fader', -6],
  ] as const)('%s sets %s to %s', (message, path, value) => {
    const { app, get } = oscKit();
    app(9000).say(message);
    expect(get(path)).toBe(value);
    expect(app(9000).heard()).toEqual([]);
  });

  test.each([
    [['/ch/7/fader', 'f', Number.NaN], 'malformed', 'ch/7/fader'],
    [['/ch/7/fader', 'f', Infinity], 'malformed', 'ch/7/fader'],
    [['/ch/7/pan', 'f', -Infinity], 'malformed', 'ch/7/pan'],
    [['/ch/7/fader/pos', 'f', Number.NaN], 'malformed', 'ch/7/fader'],
    [['/ch/7/fader', 'T', true], 'malformed', 'ch/7/fader'],
    [['/ch/7/fader', 'N', null], 'malformed', 'ch/7/fader'],
    [['/ch/7/fader', 'ff', 1, 2], 'malformed', 'ch/7/fader'],
    [['/ch/7/fader', 's', '+14 dB'], 'out-of-range', 'ch/7/fader'],
    [['/ch/7/audible', 's', 'yes'], 'read-only', 'ch/7/audible'],
    [['/ch/7/fadr', 'f', 1], 'unknown-path', ''],
    [['/ch/*/fader', 'f', 1], 'malformed', ''],
    [['/ch/1..4/fader', 'f', 1], 'malformed', ''],
    [['/ch/[1-4]/fader', 'f', 1], 'malformed', ''],
    [['/ch/*/fader'], 'malformed', ''],
    [['/ch/7/fader/touch'], 'malformed', ''],
    [['/ch/7/fader/touch', 's', 'yes'], 'malformed', 'ch/7/fader'],
    [['/verb', 'i', 1], 'malformed', ''],
  ] as const)('%s changes nothing and is answered with /error %s', (message, code, path) => {
    const { app, desk } = oscKit();
    app(9000).say(message);
    expect(desk.revision).toBe(0);
    expect(app(9000).heard()).toMatchObject([['/error', 'sss', code, path, expect.any(String)]]);
  });

  test('an unknown path is answered with the one that was meant', () => {
    const { app } = oscKit();
    app(9000).say(['/ch/7/fadr', 'f', 1]);
    expect(app(9000).heard()[0]?.[4]).toContain('did you mean ch/7/fader');
  });

  test('an engine that is not live refuses, and nothing is kept for later', () => {
    const { app, desk, get } = oscKit();
    desk.setLink('foh', 'down', 'no reply');
    app(9000).say(['/ch/7/fader', 'f', -6]);
    expect(app(9000).heard()).toMatchObject([['/error', 'sss', 'offline', 'ch/7/fader', expect.any(String)]]);
    desk.setLink('foh', 'live');
    expect(get('ch/7/fader')).not.toBe(-6);
  });

  test('no more than ten refusals a second are answered', () => {
    const { app, clock } = oscKit();
    for (let index = 0; index < 100; index++) app(9000).say(['/no/such', 'f', 1]);
    expect(app(9000).heard()).toHaveLength(10);
    clock.advance(1000);
    app(9000).say(['/no/such', 'f', 1]);
    expect(app(9000).heard()).toHaveLength(1);
  });
});

describe('a query', () => {
  test.each([
    ['/ch/7/fader', ['/ch/7/fader', 'f', -6]],
    ['/ch/7/mute', ['/ch/7/mute', 'i', 0]],
    ['/ch/7/name', ['/ch/7/name', 's', 'Keys']],
    ['/bus/1/fader', ['/bus/1/fader', 'f', -Infinity]],
  ] as const)('%s without arguments is answered to its sender', (address, answer) => {
    const { app, say } = oscKit();
    for (const line of ['set ch/7/fader -6', 'set ch/7/name Keys', 'set bus/1/fader -inf']) say(line);
    app(9000).say([address]);
    expect(app(9000).heard()).toEqual([answer]);
  });

  test('of a position is answered as a position', () => {
    const { app, say, desk, id } = oscKit();
    say('set ch/7/fader 0');
    app(9000).say(['/ch/7/fader/pos']);
    const law = desk.model.entries[id('ch/7/fader')]?.parameter.law;
    expect(app(9000).heard()).toEqual([['/ch/7/fader/pos', 'f', Math.fround(law?.toPosition(0) ?? 0)]]);
  });

  test('behind a value in the same bundle reads that value', () => {
    const { app } = oscKit();
    app(9000).say(['/ch/7/fader', 'f', -6], ['/ch/7/fader']);
    expect(app(9000).heard()).toEqual([['/ch/7/fader', 'f', -6]]);
  });
});

describe('a bundle', () => {
  test('lands in one turn and is one undo step', () => {
    const { app, desk, get, clock } = oscKit();
    const turns: Turn[] = [];
    desk.watch((turn) => turns.push(turn));
    app(9000).say(['/ch/1/fader', 'f', -1], ['/ch/2/fader', 'f', -2], ['/ch/3/mute', 'i', 1]);
    expect(turns).toHaveLength(1);
    clock.advance(1000);
    app(9000).say(['/undo']);
    expect([get('ch/1/fader'), get('ch/2/fader'), get('ch/3/mute')]).not.toContain(-1);
    expect(get('ch/3/mute')).toBe(false);
  });

  test('that is not only faders is a script: out of range is refused, the rest is done', () => {
    const { app, get } = oscKit();
    app(9000).say(['/ch/1/fader', 'f', 14], ['/ch/3/mute', 'i', 1]);
    expect([get('ch/1/fader') === 10, get('ch/3/mute')]).toEqual([false, true]);
    expect(app(9000).heard()).toMatchObject([['/error', 'sss', 'out-of-range', 'ch/1/fader', expect.any(String)]]);
  });
});

describe('hands', () => {
  test('a stream of values is one undo step, and holds the fader against others', () => {
    const { app, get, clock, refused } = oscKit();
    const before = get('ch/7/fader');
    for (let move = 0; move < 20; move++) {
      app(9000).say(['/ch/7/fader', 'f', -20 + move]);
      clock.advance(20);
    }
    expect(refused('set ch/7/fader 0')).toContain('held by osc 127.0.0.1:9000');
    clock.advance(301);
    app(9000).say(['/undo', 'f', 1]);
    expect(get('ch/7/fader')).toBe(before);
  });

  test('a touch holds until it is released and has settled', () => {
    const { app, clock, refused } = oscKit();
    app(9000).say(['/ch/7/fader/touch', 'i', 1]);
    clock.advance(10_000);
    expect(refused('set ch/7/fader 0')).toContain('held');
    app(9000).say(['/ch/7/fader/z', 'f', 0]);
    clock.advance(251);
    expect(refused('set ch/7/fader 0')).toBe('');
  });

  test('a finger of a peer that is silent for 15 s is up', () => {
    const { app, clock, refused } = oscKit();
    app(9000).say(['/ch/7/fader/touch', 'i', 1]);
    clock.advance(14_900);
    expect(refused('set ch/7/fader 0')).toContain('held');
    clock.advance(200);
    expect(refused('set ch/7/fader 0')).toBe('');
  });

  test('a second app that moves a held fader is refused by name', () => {
    const { app } = oscKit([{ address: '127.0.0.1', port: 9000, name: 'Anna' }]);
    app(9000).say(['/ch/7/fader/touch', 'i', 1]);
    app(9001).say(['/ch/7/fader', 'f', 0]);
    expect(app(9001).heard()).toMatchObject([['/error', 'sss', 'held', 'ch/7/fader', expect.stringContaining('held by Anna')]]);
  });
});

describe('verbs', () => {
  test('a line does what it says', () => {
    const { app, get } = oscKit();
    app(9000).say(['/verb', 's', 'toggle ch/7/mute']);
    expect(get('ch/7/mute')).toBe(true);
  });

  test('a button acts on its way down only, once', () => {
    const { app, get, clock } = oscKit();
    const states: unknown[] = [];
    for (const level of [0.2, 0.6, 0.8, 1, 1, 0, 1, 0]) {
      app(9000).say(['/verb', 'sf', 'toggle ch/7/mute', level]);
      states.push(get('ch/7/mute'));
      clock.advance(10);
    }
    expect(states).toEqual([false, true, true, true, true, true, false, false]);
  });

  test('a button that never sends its release can be pressed again', () => {
    const { app, get, clock } = oscKit();
    app(9000).say(['/toggle', 'sf', 'ch/7/mute', 1]);
    clock.advance(400);
    app(9000).say(['/toggle', 'sf', 'ch/7/mute', 1]);
    expect(get('ch/7/mute')).toBe(false);
  });

  test('undo and redo are addresses; their release does nothing', () => {
    const { app, get, clock } = oscKit();
    app(9000).say(['/ch/7/mute', 'i', 1]);
    app(9000).say(['/undo', 'f', 0]);
    expect(get('ch/7/mute')).toBe(true);
    app(9000).say(['/undo', 'f', 1]);
    expect(get('ch/7/mute')).toBe(false);
    clock.advance(400);
    app(9000).say(['/redo']);
    expect(get('ch/7/mute')).toBe(true);
  });

  test('verbs take their arguments as texts and numbers', () => {
    const { app, get } = oscKit();
    app(9000).say(['/set', 'ss', 'ch/7/fader', '-10 dB']);
    app(9000).say(['/nudge', 'sf', 'ch/7/fader', 2]);
    expect(get('ch/7/fader')).toBe(-8);
  });

  test('of one packet no more than 64 are done, and its values all are', () => {
    const { app, get, desk } = oscKit();
    const before = desk.revision;
    const wish: Said = ['/verb', 's', 'toggle ch/7/mute'];
    app(9000).say(...Array.from({ length: 100 }, () => wish), ['/ch/2/fader', 'f', -10]);
    expect(desk.revision - before).toBe(65);
    expect(get('ch/2/fader')).toBe(-10);
    expect(app(9000).heard()[0]).toMatchObject(['/error', 'sss', 'busy', '', expect.stringContaining('64')]);
  });

  test('an unknown verb in a line is answered with the nearest', () => {
    const { app } = oscKit();
    app(9000).say(['/verb', 's', 'togle ch/7/mute']);
    expect(app(9000).heard()).toMatchObject([['/error', 'sss', 'unknown-verb', '', expect.stringContaining('toggle')]]);
  });
});

describe('who is heard', () => {
  test('another machine that is not configured is counted, and gets no answer', () => {
    const { app, door, port, lines, desk } = oscKit();
    app(9000, '10.0.0.9').say(['/ch/7/fader', 'f', -6]);
    app(9000, '10.0.0.9').say(['/ch/7/fader']);
    expect([door.counts.strangers, port.sent.length, desk.revision, lines.length]).toEqual([2, 0, 0, 1]);
  });

  test('a configured peer is heard, named, and answered at its reply port', () => {
    const { app, get, desk, id } = oscKit([{ address: '10.0.0.9', replyPort: 9001, name: 'Tablet' }]);
    app(54_321, '10.0.0.9').say(['/ch/7/fader', 'f', -6]);
    app(54_322, '10.0.0.9').say(['/ch/7/fader']);
    expect(get('ch/7/fader')).toBe(-6);
    expect(app(9001).heard()).toEqual([['/ch/7/fader', 'f', -6]]);
    expect(desk.values.by(id('ch/7/fader'))?.name).toBe('Tablet');
  });

  test('a peer configured with a port is heard from that port only', () => {
    const { app, door } = oscKit([{ address: '10.0.0.9', port: 8000 }]);
    app(8000, '10.0.0.9').say(['/ch/7/fader', 'f', -6]);
    app(8001, '10.0.0.9').say(['/ch/7/fader', 'f', -6]);
    expect(door.counts).toMatchObject({ packets: 1, strangers: 1 });
  });

  test('a viewer reads and does not write', () => {
    const { app, desk } = oscKit([{ address: '10.0.0.9', role: 'viewer' }]);
    const tablet = app(8000, '10.0.0.9');
    tablet.say(['/ch/7/mute']);
    tablet.say(['/ch/7/mute', 'i', 1]);
    tablet.say(['/verb', 's', 'mute ch/7']);
    expect(heads(tablet.heard())).toEqual([
      ['/ch/7/mute', 'i', 0],
      ['/error', 'sss', 'role'],
      ['/error', 'sss', 'role'],
    ]);
    expect(desk.revision).toBe(0);
  });

  test('patterns write where the configuration allows it, in one turn', () => {
    const { app, get, desk } = oscKit([{ address: '10.0.0.9', wildcards: true }]);
    app(8000, '10.0.0.9').say(['/ch/{1,2}/mute', 'i', 1]);
    app(8000, '10.0.0.9').say(['/ch/3..4/mute', 'i', 1]);
    expect([1, 2, 3, 4, 5].map((strip) => get(`ch/${strip}/mute`))).toEqual([true, true, true, true, false]);
    expect(desk.revision).toBe(2);
  });

  test('a thousand scripts that ask once leave no more than 256 sessions, and apps that subscribed stay', () => {
    const { app, door, clock } = oscKit();
    app(5000).say(['/subscribe', 'si', 'ch/1/mute', 20]);
    for (let index = 0; index < 1000; index++) {
      app(10_000 + index).say(['/ch/7/mute']);
      clock.advance(10);
      if (index % 100 === 0) app(5000).say(['/subscribe', 'si', 'ch/1/mute', 20]);
    }
    expect(door.sessions).toBeLessThanOrEqual(256);
    app(5000).heard();
    app(6000).say(['/ch/1/mute', 'i', 1]);
    expect(app(5000).heard()).toEqual([['/ch/1/mute', 'i', 1]]);
  });
});

describe('a changed configuration', () => {
  const tablet = { address: '10.0.0.9', replyPort: 9001, subscribe: ['ch/1/mute'] };

  test('frees what a removed peer held, and tells it nothing more', () => {
    const { app, door, refused, say } = oscKit([tablet]);
    app(8000, '10.0.0.9').say(['/ch/7/fader/touch', 'i', 1]);
    app(9001).heard();
    door.setPeers([]);
    expect(refused('set ch/7/fader 0')).toBe('');
    say('mute ch/1');
    app(8000, '10.0.0.9').say(['/ch/1/mute']);
    expect([app(9001).heard(), door.counts.strangers]).toEqual([[], 1]);
  });

  test('begins to tell a new peer, and leaves the others as they are', () => {
    const { app, door, refused } = oscKit();
    app(9000).say(['/ch/7/fader/touch', 'i', 1]);
    door.setPeers([tablet]);
    expect(app(9001).heard()).toEqual([['/ch/1/mute', 'i', 0]]);
    expect(refused('set ch/7/fader 0')).toContain('held');
    door.setPeers([{ ...tablet }]);
    expect(app(9001).heard()).toEqual([]);
  });
});

describe('bad packets', () => {
  test('are counted, and never make more than a line a second', () => {
    const { port, door, lines, clock } = oscKit();
    for (let index = 0; index < 5000; index++) {
      port.receive(Uint8Array.of(0x2f, 0x61, 0x62, 0x63), { address: '127.0.0.1', port: 9000 });
      clock.advance(1);
    }
    expect(door.counts.malformed).toBe(5000);
    expect(lines.length).toBeLessThanOrEqual(5);
    expect(lines[1]).toContain('999 more since the last line');
  });

  test('a closed door hears nothing and has freed what was held', () => {
    const { app, door, refused, desk, clock } = oscKit();
    app(9000).say(['/ch/7/fader/touch', 'i', 1]);
    door.stop();
    expect(refused('set ch/7/fader 0')).toBe('');
    const revision = desk.revision;
    app(9000).say(['/ch/7/fader', 'f', -6]);
    desk.intend(actor('x'), []);
    expect([desk.revision, clock.timers]).toEqual([revision, 0]);
  });
});
