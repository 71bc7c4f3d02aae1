import { expect, test } from 'vitest';
import type { Verb } from '../../src/desk/verb.ts';
import { cueAct } from '../../src/remote/osc-cues.ts';
import { type App, oscKit } from './osc-kit.ts';

test.each([
  ['/cue/12/start', 'fire 12'],
  ['/cue/12.5/go', 'fire 12.5'],
  ['/cue/0.10/fire', 'fire 0.10'],
  ['/cue/12/load', 'standby 12'],
  ['/playhead/3', 'standby 3'],
  ['/playhead/next', 'standby down'],
  ['/playhead/previous', 'standby up'],
  ['/eos/cue/1/12.5/fire', 'fire 12.5'],
  ['/eos/cue/12/fire', 'fire 12'],
  ['/eos/out/event/cue/1/7/fire', 'fire 7'],
  ['/scene/Intro/recall', 'recall Intro'],
  ['/scene/Verse%202/recall', 'recall Verse 2'],
  ['/scene/100%/recall', 'recall 100%'],
])('%s asks for %s', (address, line) => {
  const act = cueAct(address);
  expect(act && `${act.verb} ${act.argument}`).toBe(line);
});

test.each([
  '/cue/12',
  '/cue/12/stop',
  '/cue/a/go',
  '/cue//go',
  '/eos/cue/1/2/3/fire',
  '/scene//recall',
  '/scene/a/b/recall',
  '/playhead/',
  '/ch/1/fader',
])('%s asks for no cue', (address) => {
  expect(cueAct(address)).toBeUndefined();
});

/** A door of a house whose cue verbs only write down what they are told. */
function house(starts: readonly string[] = []) {
  const done: string[] = [];
  const verb = (name: string, optional: boolean): Verb => ({
    name,
    says: name,
    example: name,
    role: 'mixer',
    args: [{ name: 'cue', type: 'value', optional, says: 'a cue' }],
    run: ({ args: { cue } }) => {
      done.push([name, ...(cue === undefined ? [] : [cue])].join(' '));
      return { says: '', changes: [], refusals: [] };
    },
  });
  const kit = oscKit([], {
    starts: () => ({ has: (address) => starts.includes(address), press: (address, from) => void done.push(`${address} by ${from}`) }),
  });
  kit.verbs.add([verb('go', true), ...['fire', 'standby', 'recall'].map((name) => verb(name, false))]);
  const app: App = kit.app(9000);
  /** What a message does. */
  const does = (...said: Parameters<App['say']>): string[] => {
    app.say(...said);
    kit.clock.advance(400);
    return done.splice(0);
  };
  return { ...kit, app, does };
}

test('a button of a tablet is Go and its release is nothing; a text or another number is a cue', () => {
  const { does } = house();
  expect(does(['/go'])).toEqual(['go']);
  expect(does(['/go', 'f', 1])).toEqual(['go']);
  expect(does(['/go', 'f', 0])).toEqual([]);
  expect(does(['/go', 'T', true])).toEqual(['go']);
  expect(does(['/go', 'F', false])).toEqual([]);
  expect(does(['/go', 's', '1'])).toEqual(['go 1']);
  expect(does(['/go', 'i', 12])).toEqual(['go 12']);
  // A float carries 2.0999999046325684.
  expect(does(['/go', 'f', 2.1])).toEqual(['go 2.1']);
  expect(does(['/fire', 'i', 1])).toEqual(['fire 1']);
  expect(does(['/fire', 'd', 2.1])).toEqual(['fire 2.1']);
});

test('addresses of cue programs start cues, and a release does not', () => {
  const { does } = house();
  expect(does(['/cue/12/go'])).toEqual(['fire 12']);
  expect(does(['/cue/12/go', 'f', 0])).toEqual([]);
  expect(does(['/eos/cue/1/12/fire', 'f', 1])).toEqual(['fire 12']);
  expect(does(['/scene/Verse%202/recall'])).toEqual(['recall Verse 2']);
});

test('what the show waits for goes before what other programs mean, and never before a parameter or a verb', () => {
  const { does, get } = house(['/cue/16', '/cue/12/go', '/ch/7/mute', '/go']);
  expect(does(['/cue/16'])).toEqual(['/cue/16 by OSC']);
  expect(does(['/cue/16', 'i', 1])).toEqual(['/cue/16 by OSC']);
  expect(does(['/cue/16', 'i', 0])).toEqual([]);
  expect(does(['/cue/16', 's', 'x'])).toEqual([]);
  expect(does(['/cue/12/go'])).toEqual(['/cue/12/go by OSC']);
  expect(does(['/go'])).toEqual(['go']);
  expect(does(['/ch/7/mute', 'i', 1])).toEqual([]);
  expect(get('ch/7/mute')).toBe(true);
});

test('a peer that may only look starts nothing', () => {
  const kit = oscKit([{ address: '10.0.0.7', role: 'viewer' }], {
    starts: () => ({
      has: () => true,
      press: () => {
        throw new Error('it was pressed');
      },
    }),
  });
  const app = kit.app(9000, '10.0.0.7');
  app.say(['/cue/16']);
  expect(kit.port.sent).toHaveLength(1);
  expect(app.heard()).toMatchObject([['/error', 'sss', 'role', '', expect.stringContaining('mixer')]]);
});
