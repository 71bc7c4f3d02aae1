import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FaderModel, type Unit } from './fader-model.ts';

type Gesture = (model: FaderModel) => void;

const step = fc.integer({ min: 0, max: 1023 });
const said = (text: string, gesture: Gesture): Gesture => Object.assign(gesture, { toString: () => text });
const grip = fc.constant(said('grip', (model) => model.grip()));
const drag = fc.integer({ min: -600, max: 600 }).map((by) => said(`drag ${by}`, (model) => model.drag(by)));
const letGo = fc.constant(said('let go', (model) => model.letGo()));
const foreign = fc
  .tuple(fc.constantFrom(0 as const, 1 as const), step)
  .map(([strip, to]) => said(`strip ${strip} to ${to}`, (model) => model.foreign(strip, to)));
const bank = fc.constant(said('bank', (model) => model.bank()));
const pass = fc.integer({ min: 0, max: 600 }).map((ms) => said(`${ms} ms`, (model) => model.pass(ms)));

const says = fc.constantFrom('nothing' as const, 'places' as const, 'echo' as const);
const grid = fc.constantFrom(1, 3, 7);
const answerMs = fc.constantFrom(0, 30);

function rests(model: FaderModel): void {
  model.letGo();
  model.pass(1500);
  // The unit tells no places nearer than a step; the dead band is one more.
  expect(Math.abs(model.at - model.value)).toBeLessThanOrEqual(1);
  expect(model.ghosts).toBe(0);
  expect(model.underHand).toBe(0);
  // One write for each place the desk has stated, and one to confirm each release.
  expect(model.bed.session.figures.motorWrites).toBeLessThanOrEqual(model.stated + model.releases);
  const { values } = model;
  const before = JSON.stringify(values);
  model.bed.forget();
  model.pass(3000);
  expect(model.bed.sent).toEqual([]);
  expect(model.bed.hand.said).toEqual([]);
  expect(JSON.stringify(values)).toBe(before);
}

test('a fader that feels fingers: in any order of hand, motor, foreign change and bank the hand wins, it rests at the value, and nothing oscillates', () =>
  fc.assert(
    fc.property(
      fc.record({ touch: fc.constant(true), says, echo: fc.boolean(), grid, answerMs }),
      fc.array(fc.oneof(grip, drag, letGo, foreign, bank, pass), { maxLength: 25 }),
      (unit: Unit, gestures) => {
        const model = new FaderModel(unit);
        for (const gesture of gestures) gesture(model);
        // A hand that catches the fader on its way has moved it, too.
        expect(model.deskMoves).toBeLessThanOrEqual(model.handMoves + model.grips);
        rests(model);
      },
    ),
    { numRuns: 300 },
  ));

const aHand = fc.array(fc.integer({ min: -600, max: 600 }), { minLength: 1, maxLength: 4 }).map((ways) =>
  said(`hand ${ways}`, (model) => {
    // Believed once the last hand counts as gone and the motor has come to rest.
    model.pass(800);
    model.grip();
    for (const by of ways) {
      model.drag(by);
      model.pass(100);
    }
    model.letGo();
  }),
);

test('a fader that feels nothing: the same, for hands that come when its motor rests', () =>
  fc.assert(
    fc.property(
      // A servo that pulls back needs a finger that is felt.
      fc.record({ touch: fc.constant(false), says, echo: fc.constant(false), grid, answerMs }),
      fc.array(fc.oneof(aHand, foreign, bank, pass), { maxLength: 15 }),
      (unit: Unit, gestures) => {
        const model = new FaderModel(unit);
        for (const gesture of gestures) gesture(model);
        expect(model.deskMoves).toBeLessThanOrEqual(model.handMoves);
        rests(model);
      },
    ),
    { numRuns: 300 },
  ));

test('where the hand was last is the value, whatever came before and whatever comes back late', () =>
  fc.assert(
    fc.property(
      fc.record({ touch: fc.constant(true), says, echo: fc.boolean(), grid: fc.constant(1), answerMs }),
      fc.array(fc.oneof(foreign, bank, pass), { maxLength: 6 }),
      fc.integer({ min: 20, max: 600 }),
      (unit: Unit, gestures, by) => {
        const model = new FaderModel(unit);
        for (const gesture of gestures) gesture(model);
        const { told } = model;
        model.grip();
        model.drag(model.at > 511 ? -by : by);
        model.pass(50);
        const hand = Math.round(model.at);
        // At the very step the motor was sent to, hand and echo cannot be told apart.
        fc.pre(!model.bed.session.figures.droppedEchoes || hand !== told);
        rests(model);
        expect(Math.abs(model.value - hand)).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 200 },
  ));
