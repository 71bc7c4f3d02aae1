import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Motor } from '../../../src/page/surface/motor.ts';

const settle = (motor: Motor): void => {
  for (let frame = 0; frame < 100; frame++) motor.step(16);
};

describe('the motor of a drawn fader', () => {
  it('takes its time: end to end in a fifth of a second, without a leap', () => {
    const motor = new Motor();
    motor.drive(1);
    motor.step(100);
    expect(motor.place).toBeCloseTo(0.5, 9);
    motor.step(100);
    expect(motor.place).toBe(1);
    expect(motor.step(16)).toBe(false);
  });

  it('never pulls under a hand, and goes to the newest word afterwards', () => {
    const motor = new Motor();
    motor.touch(true);
    motor.put(0.7);
    motor.drive(0.2);
    settle(motor);
    expect(motor.place).toBe(0.7);
    motor.touch(false);
    settle(motor);
    expect(motor.place).toBe(0.2);
  });

  it('waits a moment after release for the place the host confirms', () => {
    const motor = new Motor();
    motor.touch(true);
    motor.put(0.7);
    motor.touch(false);
    motor.step(16);
    expect(motor.place).toBe(0.7);
    motor.drive(0.7);
    settle(motor);
    expect(motor.place).toBe(0.7);
  });

  it('goes back to its old place when the host never confirms, as the hardware does', () => {
    const motor = new Motor();
    motor.drive(0.4);
    settle(motor);
    motor.touch(true);
    motor.put(0.9);
    motor.touch(false);
    settle(motor);
    expect(motor.place).toBe(0.4);
  });

  it('cannot be put anywhere without a finger on it', () => {
    const motor = new Motor();
    motor.put(0.8);
    expect(motor.place).toBe(0);
  });

  it('stays where it is when the link goes, and pulls nowhere when it is back', () => {
    const motor = new Motor();
    motor.drive(1);
    motor.step(100);
    motor.touch(true);
    motor.reset();
    settle(motor);
    expect(motor.place).toBeCloseTo(0.5, 9);
    expect(motor.touched).toBe(false);
  });

  it('comes to rest on the last target, never beyond, whatever hand and host do before', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('drive' as const), to: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ kind: fc.constant('put' as const), to: fc.double({ min: -1, max: 2, noNaN: true }) }),
      fc.record({ kind: fc.constant('touch' as const), down: fc.boolean() }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 50 }) }),
    );
    fc.assert(
      fc.property(fc.array(step), fc.double({ min: 0, max: 1, noNaN: true }), (story, last) => {
        const motor = new Motor();
        for (const one of story) {
          if (one.kind === 'drive') motor.drive(one.to);
          else if (one.kind === 'put') motor.put(one.to);
          else if (one.kind === 'touch') motor.touch(one.down);
          else motor.step(one.ms);
          if (motor.place < 0 || motor.place > 1) return false;
        }
        motor.touch(false);
        motor.drive(last);
        settle(motor);
        return motor.place === last;
      }),
    );
  });
});
