import { afterEach, expect, test } from 'vitest';
import type { Refusal } from '../../src/desk/refusal.ts';
import type { Verb } from '../../src/desk/verb.ts';
import { until } from '../until.ts';
import { oscKit } from './osc-kit.ts';
import { remoteKit } from './remote-kit.ts';

const FULL: Refusal = { code: 'offline', what: 'not usable', got: 'the disk', want: 'no space left' };
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A verb whose answer follows when the test says so. */
function storing() {
  let settle: (refusal?: Refusal) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const later = new Promise<Refusal | undefined>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  let asked = 0;
  const verb: Verb = {
    name: 'keep',
    says: 'keeps something',
    example: 'keep',
    role: 'mixer',
    args: [],
    run() {
      asked++;
      return { says: 'kept', changes: [{ path: 'scenes/Song 2', from: '', to: '3 values' }], refusals: [], later };
    },
  };
  return { verb, settle, fail: (error: Error) => fail(error), asked: () => asked };
}

async function remote(verb: Verb) {
  const kit = await remoteKit();
  ends.push(() => kit.stop());
  kit.verbs.add([verb]);
  return kit;
}

test('HTTP answers when it is on the disk, and not before', async () => {
  const { verb, settle, asked } = storing();
  const { json } = await remote(verb);
  let isAnswered = false;
  const answer = json('/api/v1/say', 'POST', { line: 'keep' }).finally(() => {
    isAnswered = true;
  });
  await until('the verb has run', () => asked() === 1);
  // Another question is answered meanwhile: the door does not stand still.
  expect((await json('/healthz')).status).toBe(200);
  expect(isAnswered).toBe(false);
  settle();
  expect(await answer).toMatchObject({ status: 200, body: { says: 'kept' } });
});

test('what did not reach the disk is refused with the reason, a fault of ours too', async () => {
  const full = storing();
  full.settle(FULL);
  const body = { error: { code: 'offline', message: 'the disk is not usable (no space left)' } };
  expect(await (await remote(full.verb)).json('/api/v1/verbs/keep', 'POST', {})).toMatchObject({ status: 503, body });
  const broken = storing();
  const answer = (await remote(broken.verb)).json('/api/v1/verbs/keep', 'POST', {});
  await until('the verb has run', () => broken.asked() === 1);
  broken.fail(new Error('boom'));
  expect(await answer).toMatchObject({ status: 503, body: { error: { message: expect.stringContaining('boom') } } });
});

test('a WebSocket client is answered when it is on the disk; what it asks meanwhile is answered first', async () => {
  const { verb, settle } = storing();
  const kit = await remote(verb);
  const client = await kit.client();
  client.say({ t: 'say', line: 'keep', ref: 1 });
  client.say({ t: 'say', line: 'get ch/1/fader', ref: 2 });
  expect(await client.next('ok')).toMatchObject({ ref: 2 });
  settle();
  expect(await client.next('ok')).toMatchObject({ ref: 1, answer: { says: 'kept' } });
});

test('over OSC the reason comes as an error when it is known', async () => {
  const { verb, settle } = storing();
  const kit = oscKit();
  kit.verbs.add([verb]);
  const app = kit.app(9000);
  app.say(['/keep']);
  expect(app.heard()).toEqual([]);
  settle(FULL);
  const heard = await until('the error', () => app.heard()[0]);
  expect(heard).toEqual(['/error', 'sss', 'offline', '', 'the disk is not usable (no space left)']);
});
