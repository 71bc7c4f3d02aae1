import { describe, expect, test } from 'vitest';
import { roughMix } from '../../src/audio/song/mix.ts';
import { BLOCK, PLAY, Tap } from '../../src/engines/embedded/shared.ts';
import { layout, studio, wiring } from './studio-kit.ts';

const HEARD = [
  ['ch/1/source', 'input/1'],
  ['main/limiter/on', false],
] as const;

describe('the audio thread follows the desk', () => {
  test('a live input through a channel is metered before and after its fader', () => {
    const { run, meter } = studio([...HEARD, ['ch/1/fader', -6]]);
    run(300);
    expect(meter('ch/1/meter/pre')).toBeCloseTo(-12, 0);
    expect(meter('ch/1/meter/post')).toBeCloseTo(-18, 0);
    expect(meter('ch/2/meter/pre')).toBe(Number.NEGATIVE_INFINITY);
  });

  test.each([
    ['its own mute', 'ch/1/mute', true],
    ['a DCA that is muted', 'dca/3/mute', true],
    ['a mute group', 'group/2/mute', true],
    ['a fader at the bottom', 'ch/1/fader', '-inf'],
    ['a DCA fader at the bottom', 'dca/3/fader', '-inf'],
    ['no source', 'ch/1/source', 'none'],
    ['not being in main', 'ch/1/main', false],
  ])('%s silences it in main', (_name, path, value) => {
    const { run, meter, set } = studio([...HEARD, ['ch/1/dca/3', true], ['ch/1/group/2', true]]);
    run(100);
    expect(meter('main/meter/post')).toBeGreaterThan(-20);
    set(path, value);
    // A faded sound is silent within a second; meters hold what was since their last frame.
    run(400);
    expect(meter('main/meter/post')).toBeLessThan(-90);
  });

  test.each([
    ['a trim of -10 dB', 'ch/1/preamp/trim', -10, -10],
    ['a DCA at -20 dB', 'dca/1/fader', -20, -20],
    ['a bell of +6 dB at 1 kHz', 'ch/1/eq/2/gain', 6, 6],
    ['a low cut of 24 dB/oct at 2 kHz', 'ch/1/hpf/on', true, -24],
    ['a high shelf that is off', 'ch/1/eq/4/gain', 12, 0],
  ])('%s is heard as such', (_name, path, value, difference) => {
    const before = [...HEARD, ['ch/1/dca/1', true], ['ch/1/eq/2/freq', 1000], ['ch/1/hpf/freq', 2000], ['ch/1/eq/4/freq', 18_000]] as const;
    const { run, meter, set } = studio(before);
    run(400, 0.05);
    const start = meter('main/meter/post');
    set(path, value);
    run(400, 0.05);
    run(400, 0.05);
    expect(meter('main/meter/post') - start).toBeGreaterThan(difference - 1);
    expect(meter('main/meter/post') - start).toBeLessThan(difference + 1);
  });

  test('a send feeds the reverb, and its return is heard', () => {
    const { run, meter } = studio([
      ...HEARD,
      ['ch/1/send/7/level', 0],
      ['rack/1/type', 'reverb'],
      ['rack/1/source', 'bus/7'],
      ['ch/1/main', false],
    ]);
    run(600);
    expect(meter('bus/7/meter/post')).toBeGreaterThan(-20);
    expect(meter('fx/1/meter/post')).toBeGreaterThan(-50);
    expect(meter('main/meter/post')).toBeGreaterThan(-50);
  });

  test('compressor, gate and limiter tell how much they turn down', () => {
    const { run, meter } = studio([
      ['ch/1/source', 'input/1'],
      ['ch/1/dyn/on', true],
      ['ch/1/dyn/threshold', -30],
      ['ch/1/gate/on', true],
      ['ch/1/gate/threshold', -10],
      ['main/limiter/ceiling', -20],
      ['ch/2/source', 'input/1'],
      ['ch/2/fader', 10],
    ]);
    run(800);
    expect(meter('ch/1/meter/gate')).toBeLessThan(-20);
    expect(meter('main/meter/limiter')).toBeLessThan(-10);
    expect(meter('main/meter/truepeak')).toBeLessThanOrEqual(-20);
  });

  test('loudness of main is measured, and begins again when asked', () => {
    const { run, meter, set } = studio([...HEARD]);
    run(1200);
    const loud = meter('main/meter/integrated');
    expect(loud).toBeGreaterThan(-20);
    expect(loud).toBeLessThan(-10);
    set('main/loudness/reset', true);
    run(40);
    expect(meter('main/meter/integrated')).toBe(Number.NEGATIVE_INFINITY);
  });

  test('monitor hears main, and a soloed channel alone', () => {
    const { one, run, set, arrays } = studio([...HEARD]);
    run(50);
    const tap = new Tap(arrays.monitor);
    const power = () => one.mixer.monitorL.reduce((sum, sample) => sum + sample * sample, 0);
    expect(power()).toBeGreaterThan(0);
    set('ch/2/solo', true);
    run(400);
    expect(power()).toBeLessThan(1e-9);
    expect(tap.head).toBe(450 * BLOCK);
  });

  test('with the rough mix of the demo song nothing is reset for being no number', () => {
    const { one, run } = studio([...roughMix('/nowhere'), ['ch/16/source', 'input/1']]);
    run(400);
    expect(one.mixer.faults).toBe(0);
  });

  test('the player plays when the desk says so', () => {
    const { one, set } = studio([['player/state', 'stop']]);
    one.player.load([{ name: 'one', frames: 48_000, sampleRate: 48_000, read: async (_from, into) => into.fill(0.5).length }]);
    one.process();
    expect(one.player.positionS).toBe(0);
    set('player/state', 'play');
    expect(PLAY.play).toBe(layout.byPath.get('player/state')?.choices.indexOf('play'));
    return new Promise<void>((resolve) => {
      const again = (): void => {
        one.process();
        if (one.player.positionS > 0) resolve();
        else setImmediate(again);
      };
      again();
    });
  });

  test('every parameter that should make a sound is wired to it', () => {
    const silent = layout.parameters.filter(
      ({ id, path }) => wiring.targetOf[id] === -1 && !/\/(name|color|icon|source|audible|level)$|^player\/|reset$|solo\/clear/.test(path),
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
    const places = layout.parameters
      .filter(({ id }) => wiring.targetOf[id] !== -1)
      .map(({ id }) => `${wiring.targetOf[id]}/${wiring.settingOf[id]}`);
    expect(places.length).toBeGreaterThan(3500);
    expect(new Set(places).size).toBe(places.length);
  });
});
