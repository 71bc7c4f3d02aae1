import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { say } from '../../src/desk/line.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { Verbs } from '../../src/desk/verb.ts';
import { lastVerbs } from '../../src/scenes/last-verbs.ts';
import { Recalls } from '../../src/scenes/recalls.ts';
import { LastState } from '../../src/show/last-state.ts';
import { SceneFolder } from '../../src/show/scenes.ts';
import { actor, deskKit } from '../desk/desk-kit.ts';
import { scratch } from '../scratch.ts';

async function run(show: string) {
  mkdirSync(join(show, 'state'), { recursive: true });
  const kit = deskKit();
  const { desk, clock } = kit;
  const options = { clock, say: () => {} };
  const [last, library] = [await LastState.open(desk, show, options), await SceneFolder.open(show, options)];
  const recalls = new Recalls({ desk, clock, library, say: () => {} });
  onTestFinished(async () => void (await Promise.all([last.close(), library.close()])));
  const verbs = new Verbs().add(lastVerbs(() => ({ recalls, library, last })));
  const asked = async (line: string, dry = false) => {
    const answer = say(verbs, line, { desk, actor: actor('Anna'), dry });
    return isRefusal(answer) ? answer : ((await answer.later) ?? answer);
  };
  return { ...kit, last, asked };
}

async function restarted() {
  const show = scratch();
  const first = await run(show);
  first.say('set ch/1/fader -10');
  await first.last.close();
  return run(show);
}

describe('the verb last', () => {
  test('shows what would change, and changes nothing', async () => {
    const { asked, get } = await restarted();
    for (const answer of [await asked('last'), await asked('last take', true)]) {
      expect(answer).toMatchObject({ changes: [{ path: 'ch/1/fader', from: '0.0 dB', to: '-10.0 dB' }] });
    }
    expect(get('ch/1/fader')).toBe(0);
  });

  test('take recalls it and asks no more', async () => {
    const { asked, get, last } = await restarted();
    await asked('last take');
    expect(get('ch/1/fader')).toBe(-10);
    expect(last.offer()).toBeUndefined();
  });

  test('leave forgets it', async () => {
    const { asked, get, last } = await restarted();
    await asked('last leave');
    expect(get('ch/1/fader')).toBe(0);
    expect(last.offer()).toBeUndefined();
    expect(await asked('last keep')).toMatchObject({ code: 'malformed' });
  });
});
