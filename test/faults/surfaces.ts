import { Daemon } from '../bench/kit/daemon.ts';
import { DeskClient } from '../bench/kit/desk-client.ts';
import { PageUnit } from '../bench/kit/page-unit.ts';
import { sleep, until } from '../bench/kit/wait.ts';
import { all, type Fault, type Outcome } from './fault.ts';

const LATE_MS = 20;
const TOUCHES = 40;
const STEPS = 12;
/** A hand that lets go, and the time after which the desk gives the parameter free. */
const QUIET_MS = 600;

/**
 * A unit that reports every motor move back as if a hand had made it, 20 ms late: with a naive host the fader runs up and down for ever.
 */
const loops: Fault = async () => {
  const daemon = await Daemon.start({ yaml: 'engines: {foh: {type: embedded}}\ndoors: {http: {rate: 100000}}\n' });
  const unit = await PageUnit.attach(daemon.ws);
  const desk = await DeskClient.open(daemon.ws);
  await desk.subscribe('ch/1/fader');
  let values: number[] = [];
  desk.hear = (message) => {
    if (message.t === 'changes') for (const [, value] of message.c) values.push(Number(value));
  };
  unit.heard = (bytes) => {
    if ((bytes[0] ?? 0) >> 4 === 0xe) setTimeout(() => unit.send(bytes), LATE_MS);
  };
  let extra = 0;
  let reversed = 0;
  let wrong = 0;
  for (let touch = 0; touch < TOUCHES; touch++) {
    const up = touch % 2 === 0;
    const at = (step: number): number => (up ? 2000 : 14_000) + (up ? 1 : -1) * step * 900;
    values = [];
    unit.motors.length = 0;
    unit.send([0x90, 0x68, 0x7f]);
    for (let step = 0; step <= STEPS; step++) {
      unit.send([0xe0, at(step) & 0x70, at(step) >> 7]);
      await sleep(5);
    }
    unit.send([0x90, 0x68, 0x00]);
    await sleep(QUIET_MS);
    // The one write after the release is the servo's; anything more is a loop.
    extra = Math.max(extra, unit.motors.filter((fader) => fader === 0).length - 1);
    if (values.some((value, i) => i > 0 && (value - (values[i - 1] ?? value)) * (up ? 1 : -1) < 0)) reversed += 1;
  }
  // A change from elsewhere moves the motor, and its late echo moves nothing back.
  let pushed = 0;
  for (let i = 0; i < TOUCHES; i++) {
    const value = -30 + (i % 20);
    values = [];
    desk.set('ch/1/fader', value);
    await until(() => values.includes(value), 1000, 1);
    await sleep(4 * LATE_MS);
    if (values.some((other) => other !== value)) wrong += 1;
    pushed += 1;
  }
  unit.close();
  desk.close();
  await daemon.stop();
  const outcome: Outcome = {
    fault: '15 motor-fader feedback loop',
    detectMs: null,
    recoverMs: null,
    lost: reversed + wrong,
    goal: '0 oscillation, <= 1 extra message a touch',
    ok: all(extra <= 1, reversed === 0, wrong === 0),
    seen: `${TOUCHES} touches and ${pushed} changes from elsewhere on a unit that echoes ${LATE_MS} ms late: at most ${extra} extra motor messages a touch, ${reversed} drags that ran back, ${wrong} changes that did not stay`,
  };
  return [outcome];
};

export const surfaceFaults: Readonly<Record<string, Fault>> = { '15 motor loop': loops };
