import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { lawFrom } from '../../src/desk/law.ts';
import { buildLayout } from '../../src/desk/layout.ts';
import { describe as describeMixer } from '../../src/engines/embedded/table.ts';
import { actor, CONSOLE, SMALL } from '../desk/desk-kit.ts';
import { type Client, type RemoteKit, remoteKit } from './remote-kit.ts';

let kit: RemoteKit;
beforeEach(async () => {
  kit = await remoteKit();
});
afterEach(() => kit.stop());

const subscribed = async (pattern: string, rate: number | 'turn' = 'turn', heard = false): Promise<Client> => {
  const client = await kit.client();
  await client.ask({ t: 'sub', pattern, rate, heard });
  await client.next('holds');
  return client;
};
/** All changes told so far, as [path or id, value]. */
const changesOf = (client: Client) =>
  client.told.flatMap((told) => (told.t === 'changes' ? told.c.map(([target, value]) => [target, value]) : []));
/** Waits until everything said before has been heard and answered. */
const settled = (client: Client) => client.ask({ t: 'verb', verb: 'get', args: { target: 'solo/mode' } });

describe('changes', () => {
  test('a set is told to watchers in its turn, with who made it, and acknowledged', async () => {
    const watcher = await subscribed('ch/*/fader');
    const mover = await kit.client();
    mover.say({ t: 'hello', name: "Anna's iPad\n<b>", kind: 'tablet' });
    expect(await mover.ask({ t: 'set', path: 'ch/7/fader', value: -10.04 })).toEqual({ t: 'ok', ref: 1, rev: 1, value: -10 });
    expect(await watcher.next('changes')).toEqual({
      t: 'changes',
      rev: 1,
      by: [
        { actor: 'ws 2', who: "Anna's iPad <b>", kind: 'tablet', origin: 'ws 127.0.0.1', at: kit.clock.wallMs(), gesture: 1, cause: 'set' },
      ],
      c: [['ch/7/fader', -10]],
    });
  });

  test('after a snapshot they carry ids; other parameters are not told', async () => {
    const client = await subscribed('ch/*/fader');
    const all = await client.ask({ t: 'snapshot' });
    expect(all).toMatchObject({ t: 'snapshot', layout: 1, rev: 0, values: kit.desk.model.entries.map((entry) => kit.get(entry.path)) });
    expect(all.t === 'snapshot' && all.paths).toEqual(kit.desk.model.entries.map((entry) => entry.path));
    const id = kit.id('ch/3/fader');
    kit.say('set ch/3/pan 20');
    expect(await client.ask({ t: 'set', path: id, value: -3 })).toMatchObject({ t: 'ok' });
    expect(changesOf(client)).toEqual([[id, -3]]);
    expect(await client.ask({ t: 'snapshot', pattern: 'ch/3/fader', layout: 1 })).toMatchObject({ ids: [id], values: [-3], pending: [id] });
  });

  test('a batch lands in one turn and one frame; what is wrong in it is refused by itself', async () => {
    const watcher = await subscribed('**');
    const mover = await kit.client();
    const sets = [
      { path: 'ch/1/fader', value: -5 },
      { path: 'ch/2/fadr', value: -5 },
      { path: 'ch/2/mute', toggle: true as const },
      { path: 'ch/3/fader', value: 99 },
    ];
    expect(await mover.ask({ t: 'set', sets })).toMatchObject({
      t: 'ok',
      rev: 1,
      refused: [
        { index: 1, error: { code: 'unknown-path', want: 'ch/2/fader' } },
        { index: 3, error: { code: 'out-of-range', path: 'ch/3/fader' } },
      ],
    });
    const { c, rev } = await watcher.next('changes');
    expect([rev, c.length]).toEqual([1, 4]);
    expect(Object.fromEntries(c)).toEqual({ 'ch/1/fader': -5, 'ch/1/level': -5, 'ch/2/mute': true, 'ch/2/audible': 'mute' });
    expect(await mover.ask({ t: 'set', sets: [{ path: 'x/1', value: 0 }] })).toMatchObject({
      t: 'refused',
      error: { code: 'unknown-path' },
    });
  });

  test('a rate thins a stream to the newest value a tick, and the last always comes', async () => {
    const client = await subscribed('ch/1/fader', 10);
    const mover = await kit.client();
    for (let step = 1; step <= 5; step++) await mover.ask({ t: 'set', path: 'ch/1/fader', value: -step, hand: true });
    await settled(client);
    expect(changesOf(client)).toEqual([['ch/1/fader', -1]]);
    kit.clock.advance(100);
    await settled(client);
    expect(changesOf(client)).toEqual([
      ['ch/1/fader', -1],
      ['ch/1/fader', -5],
    ]);
  });

  test('a change of subscriptions loses nothing that still waited for its tick', async () => {
    const client = await subscribed('ch/1/fader', 1);
    kit.say('set ch/1/fader -1');
    kit.say('set ch/1/fader -2');
    await client.ask({ t: 'sub', pattern: 'ch/2/fader' });
    expect(changesOf(client)).toEqual([
      ['ch/1/fader', -1],
      ['ch/1/fader', -2],
    ]);
    await client.ask({ t: 'unsub' });
    kit.say('set ch/1/fader -3');
    await client.ask({ t: 'unsub', pattern: 'nothing/1' });
    expect(changesOf(client)).toHaveLength(2);
  });

  test('who asks for it hears when the engine has confirmed', async () => {
    const client = await subscribed('ch/1/fader', 'turn', true);
    const plain = await subscribed('ch/1/fader');
    kit.say('set ch/1/fader -1');
    kit.desk.report(CONSOLE, 'foh', [[kit.id('ch/1/fader'), -1]]);
    await settled(client);
    await settled(plain);
    expect(client.told.filter((told) => told.t === 'changes').map((told) => told.t === 'changes' && [told.c.length, told.heard])).toEqual([
      [1, undefined],
      [0, ['ch/1/fader']],
    ]);
    expect(plain.told.filter((told) => told.t === 'changes')).toHaveLength(1);
  });

  test('a confirmation that waits for its tick is not lost when subscriptions change', async () => {
    const client = await subscribed('ch/1/fader', 1, true);
    kit.say('set ch/1/fader -1');
    kit.desk.report(CONSOLE, 'foh', [[kit.id('ch/1/fader'), -1]]);
    await client.ask({ t: 'sub', pattern: 'ch/2/fader' });
    expect(client.told.flatMap((told) => (told.t === 'changes' ? (told.heard ?? []) : []))).toEqual(['ch/1/fader']);
  });

  test('all clients with the same wish get the same bytes from one piece of work', async () => {
    const clients = await Promise.all(Array.from({ length: 5 }, () => subscribed('ch/*/fader')));
    kit.say('set ch/1..4/fader -6');
    const frames = await Promise.all(clients.map((client) => client.next('changes')));
    for (const frame of frames) expect(frame).toEqual(frames[0]);
    expect(await (await kit.http('/metrics')).text()).toContain('deskbridge_interests 1');
  });
});

describe('what a client asks', () => {
  test('refusals carry code, path, bound and sentence, and the number of the client', async () => {
    const client = await kit.client();
    expect(await client.ask({ t: 'set', path: 'ch/7/fader', value: 14 })).toEqual({
      t: 'refused',
      ref: 1,
      error: { code: 'out-of-range', message: 'ch/7/fader: +14.0 dB is outside -inf..+10 dB', path: 'ch/7/fader', want: '-inf..+10 dB' },
    });
    expect(await client.ask({ t: 'set', path: 'ch/7/fader', value: 14, hand: true })).toMatchObject({ t: 'ok', value: 10 });
    expect(await client.ask({ t: 'set', path: 17, value: 1 })).toMatchObject({
      error: { code: 'unknown-path', want: expect.stringContaining('snapshot') },
    });
    expect(await client.ask({ t: 'sub', pattern: 'zz/**' })).toMatchObject({ error: { code: 'unknown-path' } });
    expect(await client.ask({ t: 'listen', source: 'main' })).toMatchObject({ error: { code: 'not-found' } });
    client.ws.send('{"t":"set","ref":99}');
    await client.until(() => client.told.some((told) => told.t === 'refused' && told.ref === 99 && told.error.code === 'malformed'));
  });

  test('a touch holds until 250 ms after, everybody is told whose it is, and others are refused', async () => {
    const hand = await kit.client();
    hand.say({ t: 'hello', name: 'left iPad' });
    const other = await subscribed('ch/7/fader');
    await hand.ask({ t: 'touch', path: 'ch/7/fader', down: true });
    expect(await other.next('holds')).toMatchObject({ held: [['ch/7/fader', { actor: 'ws 1', who: 'left iPad' }]], free: [] });
    expect(await other.ask({ t: 'set', path: 'ch/7/fader', value: -3 })).toMatchObject({ error: { code: 'held', by: 'left iPad' } });
    expect(await other.ask({ t: 'touch', path: 'ch/7/fader', down: true })).toMatchObject({ error: { code: 'held' } });
    await hand.ask({ t: 'touch', path: 'ch/7/fader', down: false });
    kit.clock.advance(300);
    expect(await other.next('holds')).toMatchObject({ held: [], free: ['ch/7/fader'] });
    expect(await other.ask({ t: 'set', path: 'ch/7/fader', value: -3 })).toMatchObject({ t: 'ok' });
  });

  test('a client that subscribes later is told what is held already, by surfaces too', async () => {
    kit.desk.touch(actor('X-Touch', 'surface'), kit.id('ch/2/fader'), true);
    const client = await kit.client();
    await client.ask({ t: 'sub', pattern: 'ch/*/fader' });
    expect(await client.next('holds')).toMatchObject({ held: [['ch/2/fader', { who: 'X-Touch', kind: 'surface' }]] });
  });

  test('verbs and lines run for the page that says them, with its strip and selection', async () => {
    const client = await kit.client();
    expect(await client.ask({ t: 'verb', verb: 'toggle', args: { target: 'strip/mute' }, context: { strip: 'ch/3' } })).toMatchObject({
      t: 'ok',
      answer: { says: 'ch/3/mute off -> on', refusals: [] },
    });
    expect(await client.ask({ t: 'say', line: 'toggle strip/mute' })).toMatchObject({ error: { code: 'no-context' } });
    expect(await client.ask({ t: 'verb', verb: 'toggle', args: { target: 'ch/3/mute' }, dry: true })).toMatchObject({
      answer: { says: 'would set ch/3/mute on -> off' },
    });
    expect(await client.ask({ t: 'say', line: 'undo' })).toMatchObject({ t: 'ok' });
    expect(kit.get('ch/3/mute')).toBe(false);
  });

  test('a stream of one hand is one undo step', async () => {
    const client = await kit.client();
    for (let step = 1; step <= 10; step++) await client.ask({ t: 'set', path: 'ch/1/fader', value: -step, hand: true });
    kit.clock.advance(400);
    await client.ask({ t: 'say', line: 'undo' });
    expect(kit.get('ch/1/fader')).toBe(0);
  });
});

describe('a client that comes back', () => {
  test('is told in one message all that changed since its last revision', async () => {
    const client = await subscribed('**');
    const { run } = (await client.ask({ t: 'snapshot' })) as { run: string };
    kit.say('set ch/1/fader -1');
    const { rev } = await client.next('changes');
    client.ws.terminate();
    kit.say('set ch/1/fader -2');
    kit.say('set ch/1/fader -3');
    kit.say('mute ch/4');
    const again = await kit.client();
    const missed = await again.ask({ t: 'resume', run, layout: 1, rev });
    expect(missed).toMatchObject({ t: 'changes', rev: kit.desk.revision });
    const values = missed.t === 'changes' ? Object.fromEntries(missed.c) : {};
    expect(values).toEqual({
      [kit.id('ch/1/fader')]: -3,
      [kit.id('ch/1/level')]: -3,
      [kit.id('ch/4/mute')]: true,
      [kit.id('ch/4/audible')]: 'mute',
    });
    expect(again.told.filter((told) => told.t !== 'hello')).toHaveLength(1);
  });

  test('of another run, another layout or a later revision is told everything', async () => {
    const client = await kit.client();
    const { run } = (await client.ask({ t: 'snapshot' })) as { run: string };
    for (const wrong of [
      { run: 'other', layout: 1, rev: 0 },
      { run, layout: 7, rev: 0 },
      { run, layout: 1, rev: 99 },
    ]) {
      const answer = await client.ask({ t: 'resume', ...wrong });
      expect(answer).toMatchObject({ t: 'snapshot', layout: 1 });
      expect(answer.t === 'snapshot' && answer.paths !== undefined).toBe(wrong.rev !== 99);
    }
  });

  test('a frame at a slow rate does not make a client believe it has what still waits', async () => {
    const client = await kit.client();
    await client.ask({ t: 'sub', pattern: 'ch/1/fader', rate: 1 });
    await client.ask({ t: 'sub', pattern: 'ch/2/fader' });
    kit.say('set ch/1/fader -1');
    kit.say('set ch/1/fader -2');
    kit.say('set ch/2/fader -1');
    await settled(client);
    const told = client.told.flatMap((one) => (one.t === 'changes' ? [[one.c[0]?.[0], one.rev]] : []));
    expect(told).toEqual([
      ['ch/1/fader', 1],
      ['ch/2/fader', 1],
    ]);
  });

  test('fifty at once are all served, and write nothing to the engine', async () => {
    const clients = await Promise.all(Array.from({ length: 50 }, () => kit.client()));
    const { run } = (await (await kit.client()).ask({ t: 'snapshot' })) as { run: string };
    const before = kit.desk.revision;
    for (const client of clients) client.ws.terminate();
    await vi.waitFor(() => expect(kit.remote.clients).toBe(1));
    const back = await Promise.all(Array.from({ length: 50 }, () => kit.client()));
    const answers = await Promise.all(back.map((client) => client.ask({ t: 'resume', run, layout: 1, rev: before })));
    expect(answers.map((answer) => answer.t)).toEqual(Array.from({ length: 50 }, () => 'changes'));
    expect([kit.desk.revision, kit.remote.clients]).toEqual([before, 51]);
  });
});

describe('what happens to the engine', () => {
  test('its link is told, and another layout voids all ids but not the subscriptions', async () => {
    const client = await subscribed('ch/1/fader');
    await client.ask({ t: 'snapshot' });
    const old = kit.id('ch/1/fader');
    kit.desk.setLink('foh', 'stale', 'silent for 3 s');
    expect(await client.next('link')).toEqual({ t: 'link', role: 'foh', state: 'stale', reason: 'silent for 3 s' });
    kit.desk.setLink('foh', 'live');
    kit.desk.attach('foh', buildLayout(describeMixer({ ...SMALL, channels: 4, buses: 2 })));
    expect(await client.next('relayout')).toEqual({ t: 'relayout', layout: 2, rev: 0 });
    expect(await client.ask({ t: 'set', path: old, value: -1 })).toMatchObject({ error: { code: 'unknown-path' } });
    kit.say('set ch/1/fader -4');
    expect((await client.next('changes')).c).toEqual([['ch/1/fader', -4]]);
  });

  test('a page that has the layout can move by its laws', async () => {
    const client = await kit.client();
    await client.ask({ t: 'set', path: 'ch/1/fader', position: 0.5 });
    const entry = kit.desk.model.entries[kit.id('ch/1/fader')];
    expect(entry && lawFrom(entry.parameter.law.shape).toValue(0.5)).toBe(kit.get('ch/1/fader'));
  });
});

describe('newest value only', () => {
  test('of moves that come in one piece each fader moves once or a few times, never back, and what is said after them sees the newest', async () => {
    const client = await kit.client();
    const seen: number[] = [];
    kit.desk.watch((turn) =>
      seen.push(...turn.changes.filter((change) => change.id === kit.id('ch/1/fader')).map((change) => Number(change.to))),
    );
    for (let step = 1; step <= 150; step++) client.say({ t: 'set', path: 'ch/1/fader', value: -step / 2, ref: 1000 + step, hand: true });
    expect(await client.ask({ t: 'say', line: 'get ch/1/fader' })).toMatchObject({ t: 'ok' });
    expect(kit.get('ch/1/fader')).toBe(-75);
    expect(seen.length).toBeLessThan(150);
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
    await client.until(() => client.told.some((told) => told.t === 'ok' && told.ref === 1150 && told.value === -75));
    expect(client.told.filter((told) => told.t === 'ok' && (told.ref ?? 0) > 1000)).toHaveLength(150);
  });

  test('nudges in one piece are all taken', async () => {
    const client = await kit.client();
    for (let step = 0; step < 20; step++) client.say({ t: 'set', path: 'ch/1/fader', delta: -1 });
    await client.ask({ t: 'say', line: 'get ch/1/fader' });
    expect(kit.get('ch/1/fader')).toBe(-20);
  });
});

describe('over the rate', () => {
  test('sets keep the newest of each path, other messages are refused busy, and all settles', async () => {
    await kit.stop();
    kit = await remoteKit({ limits: { messagesPerS: 10 } });
    const client = await kit.client();
    for (let step = 1; step <= 100; step++)
      client.say({ t: 'set', path: `ch/${1 + (step % 5)}/send/${1 + (step % 4)}/level`, value: -step / 2, ref: 1000 + step });
    const verb = await client.ask({ t: 'say', line: 'mute ch/2' });
    expect(verb).toMatchObject({ t: 'refused', error: { code: 'busy', want: 'at most 10 per second' } });
    expect(await client.ask({ t: 'set', sets: [{ path: 'ch/2/fader', value: 0 }] })).toMatchObject({ error: { code: 'busy' } });
    // Twenty levels in turn: the first ten are taken, the others wait.
    expect([kit.get('ch/2/send/2/level'), kit.get('ch/2/send/4/level')]).toEqual([-0.5, '-inf']);
    kit.clock.advance(200);
    expect([kit.get('ch/2/send/2/level'), kit.get('ch/2/send/4/level'), kit.get('ch/1/send/1/level')]).toEqual([-40.5, -45.5, -50]);
    await client.until(() => client.told.some((told) => told.t === 'ok' && told.ref === 1100 && told.value === -50));
    expect(client.told.filter((told) => told.t === 'ok' && told.merged)).toHaveLength(70);
    expect(kit.remote.counts).toMatchObject({ merged: 70, busy: 2 });
    kit.clock.advance(1000);
    expect(await client.ask({ t: 'say', line: 'mute ch/2' })).toMatchObject({ t: 'ok' });
  });

  test('who keeps the daemon busy with wide verbs is refused for a while, and then heard again', async () => {
    const client = await kit.client();
    const other = await kit.client();
    // The whole of a client's 200 ms a second in one verb, and as much again.
    const run = () => {
      kit.clock.advance(400);
      return { says: 'done', changes: [], refusals: [] };
    };
    kit.verbs.add([{ name: 'dig', says: 'takes long', example: 'dig', role: 'viewer', args: [], run }]);
    expect(await client.ask({ t: 'say', line: 'dig' })).toMatchObject({ t: 'ok' });
    expect(await client.ask({ t: 'say', line: 'dig' })).toMatchObject({ t: 'refused', error: { code: 'busy' } });
    expect(await other.ask({ t: 'set', path: 'ch/1/fader', value: -3 })).toMatchObject({ t: 'ok' });
    kit.clock.advance(2000);
    expect(await client.ask({ t: 'say', line: 'dig' })).toMatchObject({ t: 'ok' });
  });
});

test('two routes to one desk end equal: HTTP and three sockets move the same faders', async () => {
  const watchers = await Promise.all(
    ['ch/*/fader', 'ch/1..4/fader', '**'].map((pattern, index) => subscribed(pattern, index === 1 ? 50 : 'turn')),
  );
  const seen = watchers.map(() => new Map<string, unknown>());
  const jobs: Promise<unknown>[] = [];
  for (let round = 0; round < 25; round++) {
    const path = `ch/${1 + (round % 4)}/fader`;
    for (const [index, client] of watchers.entries()) jobs.push(client.ask({ t: 'set', path, value: -round - index / 4 }));
    jobs.push(kit.json(`/api/v1/params/${path}`, 'PUT', { value: -round - 0.9 }));
  }
  await Promise.all(jobs);
  kit.clock.advance(100);
  await Promise.all(watchers.map(settled));
  for (const [index, client] of watchers.entries()) {
    const revisions = client.told.flatMap((told) => (told.t === 'changes' ? [told.rev] : []));
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
    for (const told of client.told) {
      if (told.t !== 'changes') continue;
      for (const [target, value] of told.c) {
        const path = typeof target === 'number' ? (kit.desk.model.entries[target]?.path ?? '') : target;
        if (/^ch\/[1-4]\/fader$/.test(path)) seen[index]?.set(path, value);
      }
    }
  }
  for (const map of seen)
    expect(Object.fromEntries(map)).toEqual(Object.fromEntries([1, 2, 3, 4].map((n) => [`ch/${n}/fader`, kit.get(`ch/${n}/fader`)])));
});
