import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Desk } from '../src/desk/desk.ts';
import { say } from '../src/desk/line.ts';
import { isRefusal } from '../src/desk/refusal.ts';
import { type Value, writeValue } from '../src/desk/value.ts';
import { ENGINES } from '../src/engines/registry.ts';
import { seat } from '../src/engines/seat.ts';
import { Meters } from '../src/meters/meters.ts';
import { readConfig, type Settings } from '../src/show/config-file.ts';
import { openStage, type Stage } from '../src/stage.ts';
import { houseVerbs } from '../src/verbs.ts';
import { seededRandom } from '../src/wire/pace/random.ts';
import { systemClock } from '../src/wire/ports/clock.ts';
import { isFault } from '../src/wire/ports/fault.ts';
import { openUdp, type UdpPort } from '../src/wire/ports/udp.ts';
import { LossyConsole } from './conformance/lossy-console.ts';
import { LossyEngine, lossyLayout, stepOf } from './conformance/lossy-engine.ts';
import { actor } from './desk/desk-kit.ts';
import { scratch } from './scratch.ts';
import { until } from './until.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function port(): Promise<UdpPort> {
  const opened = await openUdp({ port: 0 });
  if (isFault(opened)) throw new Error(opened.reason);
  ends.push(() => opened.close());
  return opened;
}

function settings(text = ''): Settings {
  const reading = readConfig(`engines: { foh: { type: embedded } }\n${text}`, 'desk.yaml', ENGINES);
  if (!('settings' in reading)) throw new Error(JSON.stringify(reading.errors));
  return reading.settings;
}

/** A stage at a console over UDP that loses nothing. */
async function staged(cues: string, config = '') {
  const show = scratch();
  mkdirSync(join(show, 'state'), { recursive: true });
  writeFileSync(join(show, 'cues.yaml'), cues);
  const layout = lossyLayout();
  const far = await port();
  const box = new LossyConsole(far, layout.parameters.length, seededRandom(1), 0);
  const desk = new Desk(systemClock);
  const said: string[] = [];
  let stage: Stage | undefined;
  const verbs = houseVerbs({ scenes: () => stage?.scenes, cues: () => stage?.cues, sends: () => stage?.sends });
  const engine = new LossyEngine('foh', await port(), far.local, seededRandom(2));
  ends.push(
    seat(desk, new Meters(), engine, systemClock, {
      say: (line) => said.push(line),
      recalled: (role, scene) => stage?.recalled(role, scene),
    }),
  );
  stage = await openStage({
    desk,
    verbs,
    clock: systemClock,
    show,
    settings: settings(config),
    openMidi: () => {
      throw new Error('no MIDI was asked for');
    },
    say: (line) => said.push(line),
  });
  const opened = stage;
  ends.push(() => opened.stop());
  await until('the console is live', () => desk.link('foh').state === 'live');
  const value = (path: string): Value | undefined => {
    const found = desk.find(path);
    return isRefusal(found) ? undefined : writeValue(found.parameter, desk.wanted(found.id));
  };
  const move = (path: string, position: number): void => {
    const parameter = layout.byPath.get(path);
    if (parameter) box.move(parameter.id, stepOf(parameter, parameter.law.snap(parameter.law.toValue(position))));
  };
  const line = (text: string) => say(verbs, text, { desk, actor: actor('hand') });
  return { stage, box, desk, said, value, move, line };
}

test('a scene that the console recalls by itself starts the cues that wait for it, by number, name and role', async () => {
  const { box, value, said } = await staged(
    '- { cue: 1, do: mute ch/1, when: console scene 12 }\n- { cue: 2, do: mute ch/2, when: console scene Ballad of foh }\n- { cue: 3, do: mute ch/3, when: console scene 12 of mon }\n',
  );
  box.recall('12', 'Ballad');
  await until('both have run', () => value('ch/1/mute') === true && value('ch/2/mute') === true);
  expect(value('ch/3/mute')).toBe(false);
  expect(said).toContain('foh: recalled its own scene 12 Ballad');
});

test('our fades end on a console that recalls a scene of its own, and its values stand', async () => {
  const { box, stage, line, value, move, said } = await staged('');
  expect(isRefusal(line('fade ch/1/fader -10 over 60s'))).toBe(false);
  const { recalls } = stage.scenes;
  await until('it fades', () => recalls.list().length > 0);
  box.recall('7', 'Finale');
  move('ch/1/fader', 0.3);
  await until('the fade has ended', () => recalls.list().length === 0);
  // -24 dB is where 0.3 of the console's fader stands.
  await until('its own value stands', () => Number(value('ch/1/fader')) < -20 && Number(value('ch/1/fader')) > -30);
  expect(said).toContain('foh: recalled its own scene 7 Finale');
  const before = box.writes.length;
  move('ch/2/fader', 0.5);
  await until('the console goes on', () => Math.abs(Number(value('ch/2/fader')) + 10) < 1);
  expect(box.writes.slice(before)).toEqual([]);
});

test('changed triggers are in force at once, and what is wrong in them is told', async () => {
  const { stage, said, value } = await staged('', 'triggers: { do: { "osc /one": mute ch/1 } }\n');
  const press = (address: string): void => {
    if (stage.osc.has(address)) stage.osc.press(address, 'a tablet');
  };
  stage.apply(settings('triggers: { do: { "osc /two": mute ch/2, "osc /three": nonsense, "osc /go": mute ch/4 } }\n'));
  expect(said.some((line) => line.includes('trigger "osc /three": no verb "nonsense"'))).toBe(true);
  expect(said.some((line) => line.includes('the OSC door itself has /go'))).toBe(true);
  press('/one');
  press('/two');
  expect([value('ch/1/mute'), value('ch/2/mute')]).toEqual([false, true]);
});
