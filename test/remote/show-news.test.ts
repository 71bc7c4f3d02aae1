import { afterEach, expect, test } from 'vitest';
import { readCues } from '../../src/scenes/cues/cue-file.ts';
import { CueRunner } from '../../src/scenes/cues/runner.ts';
import type { FileFault } from '../../src/scenes/library.ts';
import { Recalls } from '../../src/scenes/recalls.ts';
import { sceneVerbs } from '../../src/scenes/verbs.ts';
import type { Kit } from '../desk/desk-kit.ts';
import { Shelf, SlowEngine, scene } from '../scenes/recall-kit.ts';
import { type RemoteKit, remoteKit } from './remote-kit.ts';

let kit: RemoteKit;
afterEach(() => kit.stop());

const shelf = new Shelf([scene('Verse 2', { 'ch/1/fader': -20 }, { number: '012', fade: { ms: 4000, curve: 's' }, safe: ['bus/*'] })]);

const last = {
  offeredMs: 1000 as number | undefined,
  answer: () => {},
  watch(answered: () => void) {
    this.answer = answered;
    return () => {};
  },
};

const cueFile = {
  list: [] as readonly FileFault[],
  changed: () => {},
  faults() {
    return this.list;
  },
  watchFaults(changed: () => void) {
    this.changed = changed;
    return () => {};
  },
};

function house(kit: Kit) {
  const { desk, clock, verbs } = kit;
  new SlowEngine(kit, 'foh', 5);
  const recalls = new Recalls({ desk, clock, library: shelf, say: () => {} });
  verbs.add(sceneVerbs(() => ({ recalls, library: shelf })));
  const cues = readCues('- cue: 1.10\n  do: recall "Verse 2"\n  then: go after 2s\n- cue: 2\n  wait: 3 s\n', 'cues.yaml', verbs);
  if (!('good' in cues)) throw new Error('the list of this test has mistakes');
  const runner = new CueRunner({ cues: cues.good, clock, say: () => ({ says: '', changes: [], refusals: [] }) });
  return { library: shelf, recalls, runner, last, cueFile };
}

test('a client is told scenes and cues after its first subscription, and each change of what is on its way', async () => {
  kit = await remoteKit({ show: house });
  const client = await kit.client();
  client.say({ t: 'sub', pattern: 'ch/1' });
  expect(await client.next('show')).toMatchObject({
    scenes: [{ number: '012', name: 'Verse 2', values: 1, fadeMs: 4000, curve: 's', only: [], safe: ['bus/*'], preamps: false }],
    scene: null,
    cues: [
      { number: '1.10', lines: ['recall "Verse 2"'], next: 'go', postMs: 2000, opens: false, startedAt: null },
      { number: '2', waitMs: 3000, next: null },
    ],
    standby: '1.10',
    active: null,
    running: [],
  });
  const answer = await client.ask({ t: 'verb', verb: 'recall', args: { name: '012' } });
  expect(answer.t).toBe('ok');
  expect(await client.next('show')).toMatchObject({
    scene: { name: 'Verse 2' },
    running: [{ cause: 'recall "Verse 2"', state: 'fading', of: 1, leftMs: 4000 }],
  });
  kit.clock.advance(5000);
  await client.until(() => client.told.some((one) => one.t === 'show' && one.running.length === 0));
  expect(kit.get('ch/1/fader')).toBe(-20);
});

test('a house without a show says nothing of it', async () => {
  kit = await remoteKit();
  const client = await kit.client();
  client.say({ t: 'sub', pattern: 'ch/1' });
  await client.next('surfaces');
  await client.ask({ t: 'unsub', pattern: 'nothing' });
  expect(client.told.map(({ t }) => t)).not.toContain('show');
});

test('the offer of the run before is told until somebody has answered, and when a cue started', async () => {
  let runner: CueRunner | undefined;
  kit = await remoteKit({
    show: (one) => {
      const made = house(one);
      runner = made.runner;
      return made;
    },
  });
  const client = await kit.client();
  client.say({ t: 'sub', pattern: 'ch/1' });
  expect(await client.next('show')).toMatchObject({ last: { at: 1000, scene: null }, cues: [{ startedAt: null }, { startedAt: null }] });
  last.offeredMs = undefined;
  last.answer();
  expect(await client.next('show')).toMatchObject({ last: null });
  kit.clock.advance(100);
  runner?.go();
  expect(await client.next('show')).toMatchObject({ active: '1.10', cues: [{ startedAt: kit.clock.wallMs() }, { startedAt: null }] });
});

test('files that cannot be read are told with their places, until they are mended, and stand in the status', async () => {
  kit = await remoteKit({ show: house });
  const client = await kit.client();
  client.say({ t: 'sub', pattern: 'ch/1' });
  expect(await client.next('show')).toMatchObject({ faults: [] });
  const fault = { file: 'cues.yaml', line: 2, column: 7, says: 'no verb "mut"', meanwhile: 'the last good cues stay' };
  cueFile.list = [fault];
  cueFile.changed();
  expect(await client.next('show')).toMatchObject({ faults: [fault] });
  const answer = await kit.http('/api/v1/status');
  expect(await answer.json()).toMatchObject({ faults: [fault] });
  kit.clock.advance(100);
  cueFile.list = [];
  cueFile.changed();
  expect(await client.next('show')).toMatchObject({ faults: [] });
});
