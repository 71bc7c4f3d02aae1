import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaderDrag, faderKey, JogDrag, KnobDrag, turnKey, Wheel } from '../../../src/page/surface/gestures.ts';

describe('a finger on a motor fader', () => {
  it('moves nothing where it lands, nor while it trembles', () => {
    const drag = new FaderDrag(0.5, 200, 300);
    expect(drag.move(300)).toBeUndefined();
    expect(drag.move(302)).toBeUndefined();
    expect(drag.move(298)).toBeUndefined();
  });

  it('then takes the cap along, one pixel for one, without the pixels of the claim', () => {
    const drag = new FaderDrag(0.5, 200, 300);
    expect(drag.move(297)).toBe(0.5);
    expect(drag.move(277)).toBeCloseTo(0.6, 9);
    expect(drag.move(317)).toBeCloseTo(0.4, 9);
  });

  it('stays within the travel, however far the finger goes, and comes back with it', () => {
    const drag = new FaderDrag(0.9, 200, 300);
    expect(drag.move(0)).toBe(1);
    expect(drag.move(1000)).toBe(0);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.array(fc.integer({ min: -500, max: 1500 })), (from, way) => {
        const finger = new FaderDrag(from, 250, 300);
        for (const px of way) {
          const place = finger.move(px);
          if (place !== undefined && !(place >= 0 && place <= 1)) return false;
        }
        return true;
      }),
    );
  });

  it('is moved by keys too: arrows, finer with shift, both ends', () => {
    expect(faderKey('ArrowUp', false, 0.5)).toBeCloseTo(0.5 + 4 / 1023, 9);
    expect(faderKey('ArrowDown', true, 0.5)).toBeCloseTo(0.5 - 1 / 1023, 9);
    expect(faderKey('PageUp', false, 0.99)).toBe(1);
    expect(faderKey('Home', false, 0.5)).toBe(0);
    expect(faderKey('End', false, 0.5)).toBe(1);
    expect(faderKey('m', false, 0.5)).toBeUndefined();
  });
});

describe('a finger on a knob', () => {
  it('that goes up turns clockwise, tick by tick, and keeps what is left over', () => {
    const drag = new KnobDrag(50, 100);
    expect(drag.move(50, 96)).toBe(0);
    expect(drag.isTap).toBe(true);
    expect(drag.move(50, 92)).toBe(1);
    expect(drag.move(50, 80)).toBe(2);
    expect(drag.isTap).toBe(false);
  });

  it('that turns round does not have to undo half a tick first', () => {
    const drag = new KnobDrag(0, 0);
    expect(drag.move(0, -5)).toBe(0);
    expect(drag.move(0, 1)).toBe(-1);
  });

  it('says no more ticks at once than a message holds', () => {
    expect(new KnobDrag(0, 0).move(0, -10_000)).toBe(63);
    expect(new KnobDrag(0, 0).move(0, 10_000)).toBe(-63);
  });

  it('a notch of the mouse wheel away from the hand is three ticks clockwise, in pixels and in lines', () => {
    expect(new Wheel().turn(-100)).toBe(3);
    expect(new Wheel().turn(100)).toBe(-3);
    expect(new Wheel().turn(-3, 1)).toBe(3);
  });

  it('arrow keys turn it', () => {
    expect([turnKey('ArrowUp'), turnKey('ArrowLeft'), turnKey('x')]).toEqual([1, -1, 0]);
  });
});

describe('a finger on the jog wheel', () => {
  const at = (degrees: number): [number, number] => [Math.cos((degrees * Math.PI) / 180) * 80, Math.sin((degrees * Math.PI) / 180) * 80];

  it('goes round clockwise for ticks forward', () => {
    const jog = new JogDrag(...at(0));
    expect(jog.move(...at(45)).ticks).toBe(5);
    expect(jog.move(...at(0)).ticks).toBe(-5);
  });

  it('passes the left side without a leap', () => {
    const jog = new JogDrag(...at(175));
    const { ticks, degrees } = jog.move(...at(-176));
    expect(ticks).toBe(1);
    expect(degrees).toBeCloseTo(9, 6);
  });
});
