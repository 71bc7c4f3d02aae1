import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { say } from '../../src/desk/line.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { Verbs } from '../../src/desk/verb.ts';
import { lastVerbs } from '../../src/scenes/last-verbs.ts';
import { Recalls } from '../../src/scenes/recalls.ts';
import { StartOffer } from '../../src/scenes/start-offer.ts';
import { LastState } from '../../src/show/last-state.ts';
import { SceneFolder } from '../../src/show/scenes.ts';
import { actor, deskKit } from '../desk/desk-kit.ts';
import { scratch } from '../scratch.ts';

async function run(show: string, named?: string) {
  mkdirSync(join(show, 'state'), { recursive: true });
  const kit = deskKit();
  const { desk, clock } = kit;
  const options = { clock, say: () => {} };
  const [last, library] = [await LastState.open(desk, show, options), await SceneFolder.open(show, options)];
  const recalls = new Recalls({ desk, clock, library, say: () => {} });
  onTestFinished(async () => void (await Promise.all([last.close(), library.close()])));
  const offered = new StartOffer({ desk, clock, library, last, named });
  const verbs = new Verbs().add(lastVerbs(() => ({ recalls, library, last: offered })));
  const asked = async (line: string, dry = false) => {
    const answer = say(verbs, line, { desk, actor: actor('Anna'), dry });
    return isRefusal(answer) ? answer : ((await answer.later) ?? answer);
  };
  return { ...kit, last, offered, recalls, asked };
}

async function restarted(named?: string) {
  const show = scratch();
  mkdirSync(join(show, 'scenes'));
  writeFileSync(join(show, 'scenes', '001 Walk in.yaml'), 'scene: Walk in\nch/2/fader: -6\n');
  const first = await run(show);
  first.say('set ch/1/fader -10');
  await first.last.close();
  return run(show, named);
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

describe('a scene that desk.yaml offers', () => {
  test('is offered instead of the last state, and recalled only when somebody takes it', async () => {
    const { asked, get, offered, recalls } = await restarted('1');
    expect(await asked('last')).toMatchObject({
      says: 'scene "Walk in" is offered; to have that: 1 change',
      changes: [{ path: 'ch/2/fader', from: '0.0 dB', to: '-6.0 dB' }],
    });
    expect([get('ch/2/fader'), offered.offeredScene]).toEqual([0, 'Walk in']);
    expect(await asked('last take')).toMatchObject({ says: 'recalls scene "Walk in": 1 change' });
    expect([get('ch/1/fader'), get('ch/2/fader'), recalls.active?.scene]).toEqual([0, -6, 'Walk in']);
    expect([offered.offer(), offered.offeredScene, offered.offeredMs]).toEqual([undefined, undefined, undefined]);
  });

  test('is told when it is not there; then the last state is offered', async () => {
    const { asked, offered } = await restarted('Walk im');
    expect(offered.wrong).toMatchObject({ code: 'unknown-path', what: 'scene', want: 'Walk in' });
    expect(await asked('last')).toMatchObject({ changes: [{ path: 'ch/1/fader', to: '-10.0 dB' }] });
    expect(offered.offeredScene).toBeUndefined();
  });

  test('leave forgets it, and the last state with it', async () => {
    const { asked, offered } = await restarted('Walk in');
    expect(await asked('last leave')).toMatchObject({ says: 'forgets the offer of scene "Walk in"' });
    expect(offered.offer()).toBeUndefined();
  });
});
