import { afterEach, expect, test } from 'vitest';
import { Recalls } from '../../src/scenes/recalls.ts';
import { sceneVerbs } from '../../src/scenes/verbs.ts';
import type { Kit } from '../desk/desk-kit.ts';
import { Shelf, SlowEngine, scene } from '../scenes/recall-kit.ts';
import { type RemoteKit, remoteKit } from './remote-kit.ts';

let kit: RemoteKit;
afterEach(() => kit.stop());

function house(on: Kit) {
  const { desk, clock, verbs } = on;
  const library = new Shelf([scene('Verse 2', { 'ch/1/fader': -20 })]);
  new SlowEngine(on, 'foh', 5);
  const recalls = new Recalls({ desk, clock, library, say: () => {} });
  verbs.add(sceneVerbs(() => ({ recalls, library })));
  return { library, recalls };
}

const moved = [{ path: 'ch/1/fader', was: '0.0 dB', now: '-6.0 dB' }];

test('a preview by HTTP is handed in by WebSocket, and the answer tells what moved since', async () => {
  kit = await remoteKit({ show: house });
  const client = await kit.client();
  const { body } = await kit.json('/api/v1/verbs/recall', 'POST', { name: 'Verse 2', dry: true });
  expect(body).toMatchObject({ says: 'would recall "Verse 2": 1 change', found: { seen: expect.stringMatching(/^[0-9a-f]{8}$/) } });
  // Cast: the line before says what the body is.
  const { seen } = (body as { found: { seen: string } }).found;
  await kit.json('/api/v1/verbs/set', 'POST', { target: 'ch/1/fader', value: -6 });
  const args = { name: 'Verse 2', scope: `seen ${seen}` };
  expect(await client.ask({ t: 'verb', verb: 'recall', args, dry: true })).toMatchObject({ answer: { found: { moved } } });
  expect(await client.ask({ t: 'verb', verb: 'recall', args })).toMatchObject({ t: 'ok', answer: { found: { moved, dropped: [] } } });
});

test('a preview by WebSocket is handed in by HTTP; one that is not known is refused', async () => {
  kit = await remoteKit({ show: house });
  const client = await kit.client();
  const shown = await client.ask({ t: 'verb', verb: 'recall', args: { name: 'Verse 2' }, dry: true });
  // Cast: what the answer of this verb is.
  const { seen } = (shown as { answer: { found: { seen: string } } }).answer.found;
  await kit.json('/api/v1/verbs/set', 'POST', { target: 'ch/1/fader', value: -6 });
  const refused = await kit.json('/api/v1/verbs/recall', 'POST', { name: 'Verse 2', scope: 'seen 00000000' });
  expect(refused.status).toBe(422);
  const line = `recall "Verse 2" seen ${seen}`;
  expect((await kit.json('/api/v1/say', 'POST', { line })).body).toMatchObject({ found: { moved } });
});
