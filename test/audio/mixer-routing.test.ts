import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { balanceLeft, balanceRight, panLeft, panRight } from '../../src/audio/gains.ts';
import { Setting, SoloMode, Tap } from '../../src/audio/settings.ts';
import { bus, db, left, MixerRig, monitorLeft, monitorRight, right } from './mixer-rig.ts';

interface PanVector {
  p: number;
  m3: [number, number];
  balance: [number, number];
}
const vectors = JSON.parse(readFileSync(new URL('../vectors/audio/strips.json', import.meta.url), 'utf8')) as {
  pan: { vectors: PanVector[] };
};

const MIDDLE = Math.SQRT1_2;

describe('pan', () => {
  it.each(vectors.pan.vectors)('of a mono strip at $p keeps the power, -3 dB in the middle', ({ p, m3, balance }) => {
    expect(panLeft(100 * p)).toBeCloseTo(m3[0], 8);
    expect(panRight(100 * p)).toBeCloseTo(m3[1], 8);
    expect(balanceLeft(100 * p)).toBeCloseTo(balance[0], 8);
    expect(balanceRight(100 * p)).toBeCloseTo(balance[1], 8);
    const [l, r] = new MixerRig()
      .ch(1, Setting.fader, 0)
      .ch(1, Setting.pan, 100 * p)
      .settled([1], left, right);
    expect(l).toBeCloseTo(m3[0], 4);
    expect(r).toBeCloseTo(m3[1], 4);
  });

  it('of main is a balance: to the right takes from the left only', () => {
    const [l, r] = new MixerRig().ch(1, Setting.fader, 0).main(Setting.pan, 50).settled([1], left, right);
    expect(l).toBeCloseTo(MIDDLE / 2, 4);
    expect(r).toBeCloseTo(MIDDLE, 4);
  });

  it('of a linked pair is a balance: odd left, even right', () => {
    const rig = new MixerRig().ch(1, Setting.link, 1).ch(1, Setting.fader, 0).ch(2, Setting.fader, 0);
    expect(rig.settled([1], left, right).map((x) => Math.round(x * 1e4) / 1e4)).toEqual([1, 0]);
    expect(rig.settled([2], left, right).map((x) => Math.round(x * 1e4) / 1e4)).toEqual([0, 1]);
    rig.ch(1, Setting.link, 0);
    expect(rig.settled([2], left, right)[0]).toBeCloseTo(MIDDLE, 4);
  });
});

describe('a channel', () => {
  it('starts with its fader down: nobody is surprised', () => {
    expect(new MixerRig().settled([1, 2, 3], left, right)).toEqual([0, 0]);
  });

  it('comes to main by trim, fader and polarity', () => {
    const rig = new MixerRig().ch(1, Setting.fader, -6).ch(1, Setting.trim, 3).ch(1, Setting.polarity, 1);
    const [l] = rig.settled([1], left);
    expect(l).toBeLessThan(0);
    expect(db(l ?? 0)).toBeCloseTo(-6 + 3 - 3.0103, 2);
  });

  it('is silent when muted, and its pre-fader sends too', () => {
    const rig = new MixerRig().ch(1, Setting.fader, 0).ch(1, Setting.sendLevel, 0).ch(1, Setting.sendTap, Tap.pre);
    expect(rig.settled([1], bus(1))[0]).toBeCloseTo(1, 4);
    expect(rig.ch(1, Setting.mute, 1).settled([1], left, bus(1))).toEqual([0, 0]);
  });

  it('not routed to main still feeds its sends', () => {
    const rig = new MixerRig()
      .ch(1, Setting.fader, 0)
      .ch(1, Setting.toMain, 0)
      .ch(1, Setting.sendLevel + 1, -6);
    const [l, b] = rig.settled([1], left, bus(2));
    expect(l).toBe(0);
    expect(db(b ?? 0)).toBeCloseTo(-6, 2);
  });

  it('sums with all others: 8 in phase are 18 dB more', () => {
    const rig = new MixerRig();
    for (let n = 1; n <= 8; n++) rig.ch(n, Setting.fader, -20);
    expect(db(rig.settled([1, 2, 3, 4, 5, 6, 7, 8], left)[0] ?? 0)).toBeCloseTo(-20 - 3.0103 + 20 * Math.log10(8), 2);
  });
});

describe('sends', () => {
  it('before the fader ignore it, after the fader follow it, pan does not matter', () => {
    const rig = new MixerRig().ch(1, Setting.fader, -20).ch(1, Setting.pan, -100);
    rig.ch(1, Setting.sendLevel, -3).ch(1, Setting.sendTap, Tap.pre);
    rig.ch(1, Setting.sendLevel + 1, -3).ch(1, Setting.sendTap + 1, Tap.post);
    const [pre, post] = rig.settled([1], bus(1), bus(2));
    expect(db(pre ?? 0)).toBeCloseTo(-3, 2);
    expect(db(post ?? 0)).toBeCloseTo(-23, 2);
  });

  it('are off by their switch', () => {
    const rig = new MixerRig().ch(1, Setting.fader, 0).ch(1, Setting.sendLevel, 0).ch(1, Setting.sendOn, 0);
    expect(rig.settled([1], bus(1))[0]).toBe(0);
  });

  it('into a linked pair of buses share by their pan; the odd send counts', () => {
    const rig = new MixerRig().bus(1, Setting.link, 1).ch(1, Setting.fader, 0).ch(1, Setting.sendLevel, 0).ch(1, Setting.sendPan, 50);
    const [l, r] = rig.settled([1], bus(1), bus(2));
    expect(l).toBeCloseTo(panLeft(50), 4);
    expect(r).toBeCloseTo(panRight(50), 4);
  });

  it('of a bus pass its fader, and reach main only when asked', () => {
    const rig = new MixerRig().ch(1, Setting.toMain, 0).ch(1, Setting.fader, 0).ch(1, Setting.sendLevel, 0).bus(1, Setting.fader, -10);
    expect(db(rig.settled([1], bus(1))[0] ?? 0)).toBeCloseTo(-10, 2);
    expect(rig.settled([1], left)[0]).toBe(0);
    expect(db(rig.bus(1, Setting.toMain, 1).settled([1], left)[0] ?? 0)).toBeCloseTo(-13.01, 2);
  });

  it('of an fx return reach a bus as the mean of both sides', () => {
    const rig = new MixerRig({ fx: 1 }).ch(1, Setting.fader, 0).ch(1, Setting.sendLevel + 6, 0);
    rig.rack(1, Setting.rackOn, 1).rack(1, Setting.rackType, 1).rack(1, Setting.rackSource, 6).rack(1, Setting.rackFeedback, 0);
    rig.rack(1, Setting.rackTime, 10).fx(1, Setting.sendLevel + 1, -6);
    expect(db(rig.settled([1], bus(2))[0] ?? 0)).toBeCloseTo(-6, 1);
  });
});

describe('DCAs and mute groups', () => {
  it('add their faders to that of the strip', () => {
    const rig = new MixerRig()
      .ch(1, Setting.fader, -5)
      .ch(1, Setting.dca, 1)
      .ch(1, Setting.dca + 3, 1);
    rig.dca(1, Setting.fader, -4).dca(4, Setting.fader, 2);
    expect(db(rig.settled([1], left)[0] ?? 0)).toBeCloseTo(-5 - 4 + 2 - 3.0103, 2);
  });

  it('at -inf silence their members; others are not theirs', () => {
    const rig = new MixerRig().ch(1, Setting.fader, 0).ch(1, Setting.dca, 1).ch(2, Setting.fader, 0).dca(1, Setting.fader, -Infinity);
    expect(rig.settled([1], left)[0]).toBe(0);
    expect(rig.settled([2], left)[0]).toBeCloseTo(MIDDLE, 4);
  });

  it('mute their members, post and pre', () => {
    const rig = new MixerRig()
      .ch(1, Setting.fader, 0)
      .ch(1, Setting.group + 2, 1)
      .ch(1, Setting.sendLevel, 0)
      .ch(1, Setting.sendTap, Tap.pre);
    expect(rig.group(3, 1).settled([1], left, bus(1))).toEqual([0, 0]);
    expect(rig.group(3, 0).settled([1], left)[0]).toBeCloseTo(MIDDLE, 4);
    rig.ch(1, Setting.dca + 1, 1);
    expect(rig.dca(2, Setting.mute, 1).settled([1], left, bus(1))).toEqual([0, 0]);
  });
});

describe('solo', () => {
  it('PFL is heard on the monitor before the fader and through a mute; main does not notice', () => {
    const rig = new MixerRig().ch(1, Setting.fader, 0).ch(2, Setting.fader, -40).ch(2, Setting.mute, 1).ch(2, Setting.solo, 1);
    const [ml, mr, l] = rig.settled([1, 2], monitorLeft, monitorRight, left);
    expect(ml).toBeCloseTo(MIDDLE, 4);
    expect(mr).toBeCloseTo(MIDDLE, 4);
    expect(l).toBeCloseTo(MIDDLE, 4);
  });

  it('AFL is heard where it stands, as loud as in the mix', () => {
    const rig = new MixerRig()
      .desk(Setting.soloMode, SoloMode.afl)
      .ch(1, Setting.fader, -10)
      .ch(1, Setting.pan, 100)
      .ch(1, Setting.solo, 1);
    const [ml, mr] = rig.settled([1], monitorLeft, monitorRight);
    expect(ml).toBeCloseTo(0, 6);
    expect(db(mr ?? 0)).toBeCloseTo(-10, 2);
  });

  it('in place takes other channels out of main and post-fader sends, and leaves the ears alone', () => {
    const rig = new MixerRig().desk(Setting.soloMode, SoloMode.sip).ch(1, Setting.fader, 0).ch(2, Setting.fader, 0).ch(2, Setting.solo, 1);
    rig
      .ch(1, Setting.sendLevel, 0)
      .ch(1, Setting.sendTap, Tap.pre)
      .ch(1, Setting.sendLevel + 1, 0);
    const [l, ears, effect] = rig.settled([1], left, bus(1), bus(2));
    expect([l, effect]).toEqual([0, 0]);
    expect(ears).toBeCloseTo(1, 4);
    expect(rig.settled([2], left, monitorLeft).map((x) => x.toFixed(3))).toEqual(['0.707', '0.707']);
    expect(rig.ch(2, Setting.solo, 0).settled([1], left)[0]).toBeCloseTo(MIDDLE, 4);
  });

  it('of a DCA is the solo of its members', () => {
    const rig = new MixerRig().ch(3, Setting.dca, 1).dca(1, Setting.solo, 1);
    expect(rig.settled([3], monitorLeft)[0]).toBeCloseTo(MIDDLE, 4);
    expect(rig.settled([1], monitorLeft)[0]).toBe(0);
  });

  it('ends, and the monitor hears main or the chosen bus again, at its own level', () => {
    const rig = new MixerRig()
      .ch(1, Setting.fader, 0)
      .ch(1, Setting.sendLevel + 2, -6)
      .ch(1, Setting.sendTap + 2, Tap.pre);
    expect(rig.settled([1], monitorLeft)[0]).toBeCloseTo(MIDDLE, 4);
    rig.desk(Setting.monitorSource, 3).desk(Setting.monitorLevel, -12);
    expect(db(rig.settled([1], monitorLeft)[0] ?? 0)).toBeCloseTo(-18, 2);
  });
});

describe('settings', () => {
  it('between two blocks land in the same block; a NaN keeps the last value, a wrong target is our fault', () => {
    const rig = new MixerRig().ch(1, Setting.fader, 0).ch(1, Setting.fader, Number.NaN);
    expect(rig.mixer.get(0, Setting.fader)).toBe(0);
    expect(() => rig.mixer.set(999, Setting.fader, 0)).toThrow(RangeError);
    expect(() => rig.mixer.set(0, 999, 0)).toThrow(RangeError);
  });

  it('of a shape out of range are refused with the range', () => {
    expect(() => new MixerRig({ channels: 65 })).toThrow('mixer channels: 65 is not in 1..64');
    expect(() => new MixerRig({ block: 130 })).toThrow('multiple of 4');
  });

  it('the largest mixer runs: 64 channels, 16 buses, 8 fx, and its last strip is heard', () => {
    const rig = new MixerRig({ channels: 64, buses: 16, fx: 8 }).ch(64, Setting.fader, 0).ch(64, Setting.sendLevel + 15, 0);
    const [l, b] = rig.settled([64], left, bus(16));
    expect(l).toBeCloseTo(MIDDLE, 4);
    expect(b).toBeCloseTo(1, 4);
  });
});
