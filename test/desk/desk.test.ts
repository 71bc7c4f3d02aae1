import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Intent, Turn } from '../../src/desk/turn.ts';
import { actor, CONSOLE, deskKit, SMALL, smallLayout } from './desk-kit.ts';

describe('values', () => {
  test.each([
    ['set ch/1/fader +14', 'ch/1/fader: +14.0 dB is outside -inf..+10 dB'],
    ['set ch/1/fader NaN', 'ch/1/fader: "NaN" is not a number, -inf..+10 dB'],
    ['set ch/1/fader inf', 'ch/1/fader: +inf is outside -inf..+10 dB'],
    ['set ch/1/pan -inf', 'ch/1/pan: -inf dB is outside -100..+100'],
    ['set ch/1/fader loud', 'ch/1/fader: "loud" is not a number, -inf..+10 dB'],
    ['set ch/1/eq/1/freq 5 dB', 'ch/1/eq/1/freq: "5 dB" is not a number, 20..20000 Hz'],
    ['set ch/1/mute perhaps', 'ch/1/mute: "perhaps" is not on or off'],
    [
      'set ch/1/eq/1/type bel',
      'ch/1/eq/1/type: bel is outside one of low-shelf, bell, high-shelf, low-cut, high-cut, notch; did you mean bell?',
    ],
    ['set ch/1/audible yes', 'ch/1/audible: can only be read'],
    ['toggle ch/1/fader', 'ch/1/fader: "toggle" is not a switch'],
    ['nudge ch/1/name +1', 'ch/1/name: "nudge" is not a number'],
    ['nudge ch/1/fader 0', 'ch/1/fader: "0.0 dB" is not a step up or down'],
  ])('%s is refused: %s', (line, why) => {
    const { refused, desk } = deskKit();
    expect(refused(line)).toBe(why);
    expect(desk.revision).toBe(0);
  });

  test.each([
    ['set ch/1/fader -6', 'ch/1/fader', -6],
    ['set ch/1/fader -inf', 'ch/1/fader', '-inf'],
    ['set ch/1/fader -12.34 dB', 'ch/1/fader', -12.3],
    ['set ch/1/eq/2/freq 1.2 kHz', 'ch/1/eq/2/freq', 1200],
    ['set ch/1/eq/2/freq 1234.5', 'ch/1/eq/2/freq', 1230],
    ['set ch/1/gate/hold 0.25 s', 'ch/1/gate/hold', 250],
    ['set ch/1/mute on', 'ch/1/mute', true],
    ['set ch/1/eq/1/type BELL', 'ch/1/eq/1/type', 'bell'],
    ['set ch/1/name "Kick  In"', 'ch/1/name', 'Kick  In'],
    ['set ch/1/name Vox Ægir 歌', 'ch/1/name', 'Vox Ægir 歌'],
    ['set ch/1/color magenta', 'ch/1/color', 'magenta'],
    ['set ch/1/hpf/slope 18', 'ch/1/hpf/slope', '18'],
  ])('%s', (line, path, value) => {
    const { say, get } = deskKit();
    say(line);
    expect(get(path)).toBe(value);
  });

  test("a continuous hand's value is clamped, a script's is refused", () => {
    const { desk, id, get } = deskKit();
    const over: Intent = { kind: 'set', id: id('ch/1/fader'), value: 14 };
    expect(desk.intend(actor('a', 'script'), [over]).results[0]).toMatchObject({ code: 'out-of-range' });
    desk.intend(actor('b', 'surface'), [over], { hand: true });
    expect(get('ch/1/fader')).toBe(10);
  });

  test('a relative control comes up from minus infinity, rises with every tick, and ends at silence again', () => {
    // case relative-up-from-minus-infinity (bitfocus companion-module-behringer-x32 #48 and others)
    const { say, get } = deskKit();
    say('set ch/3/send/2/level -inf');
    const seen: unknown[] = [];
    for (const by of ['+1', '+1', '+1', '-1', '-1', '-1']) {
      say(`nudge ch/3/send/2/level ${by}`);
      seen.push(get('ch/3/send/2/level'));
    }
    expect(seen).toEqual([-90, -89, -88, -89, -90, '-inf']);
  });

  test('two toggles in one batch are two presses', () => {
    const { desk, id, get } = deskKit();
    const press: Intent = { kind: 'toggle', id: id('ch/1/mute') };
    desk.intend(actor('a'), [press, press, press]);
    expect(get('ch/1/mute')).toBe(true);
  });
});

describe('one turn', () => {
  test('a batch lands whole, with what follows from it, and carries who, when and from where', () => {
    const { desk, id } = deskKit();
    const turns: Turn[] = [];
    desk.watch((turn) => turns.push(turn));
    const anna = actor('Anna');
    desk.intend(anna, [
      { kind: 'set', id: id('ch/1/fader'), value: -6 },
      { kind: 'set', id: id('ch/1/mute'), value: true },
    ]);
    expect(turns).toHaveLength(1);
    expect(turns[0]?.changes.map(({ id: changed }) => desk.model.entries[changed]?.path)).toEqual([
      'ch/1/fader',
      'ch/1/mute',
      'ch/1/audible',
      'ch/1/level',
    ]);
    expect(turns[0]).toMatchObject({ actor: anna, revision: 1, atMs: Date.UTC(2026, 0, 1) });
  });

  test('what a watcher states comes after, in the same order for everybody', () => {
    const { desk, id } = deskKit();
    const seen: string[][] = [[], []];
    const note = (list: string[]) => (turn: Turn) =>
      list.push(...turn.changes.map((change) => `${desk.model.entries[change.id]?.path} ${change.to}`));
    desk.watch((turn) => {
      if (turn.changes.some((change) => change.id === id('ch/1/pan')))
        desk.intend(actor('b'), [{ kind: 'set', id: id('ch/2/pan'), value: 20 }]);
    });
    desk.watch(note(seen[0] ?? []));
    desk.watch(note(seen[1] ?? []));
    desk.intend(actor('a'), [{ kind: 'set', id: id('ch/1/pan'), value: 10 }]);
    expect(seen[0]).toEqual(['ch/1/pan 10', 'ch/2/pan 20']);
    expect(seen[1]).toEqual(seen[0]);
  });

  test('a watcher that throws does not keep the others from seeing the turn', () => {
    const faults: unknown[] = [];
    const { desk, say } = deskKit({ onFault: (fault) => faults.push(fault) });
    let seen = 0;
    desk.watch(() => {
      throw new Error('mine');
    });
    desk.watch(() => {
      seen++;
    });
    say('set ch/1/pan 5');
    expect([seen, faults.length]).toEqual([1, 1]);
  });

  test('setting a value that stands is no change: no turn, no revision', () => {
    const { desk, say } = deskKit();
    let turns = 0;
    desk.watch(() => turns++);
    say('set ch/1/fader 0');
    expect([turns, desk.revision]).toEqual([0, 0]);
  });
});

describe('what follows', () => {
  test('a channel says what silences it: its own mute, a DCA, a mute group, a fader', () => {
    const { say, get } = deskKit();
    const audible = (line: string) => {
      say(line);
      return get('ch/1/audible');
    };
    expect(audible('set ch/1/dca/2 on')).toBe('yes');
    expect(audible('mute dca/2')).toBe('dca/2');
    expect(audible('set ch/1/group/1 on')).toBe('dca/2');
    expect(audible('mute group/1')).toBe('dca/2, group/1');
    expect(audible('mute ch/1')).toBe('mute, dca/2, group/1');
    expect(audible('unmute dca/2')).toBe('mute, group/1');
    expect(audible('set ch/1/fader -inf')).toBe('mute, group/1, fader');
    expect(get('ch/1/mute')).toBe(true);
  });

  test('the level is the fader plus its DCAs', () => {
    const { say, get } = deskKit();
    for (const line of ['set ch/1/dca/1 on', 'set ch/1/dca/2 on', 'set ch/1/fader -3.1', 'set dca/1/fader -6.2', 'set dca/2/fader +2'])
      say(line);
    expect(get('ch/1/level')).toBe(-7.3);
    say('set dca/1/fader -inf');
    expect([get('ch/1/level'), get('ch/1/audible')]).toEqual(['-inf', 'dca/1']);
  });

  test('solo in place silences the others, a solo on the monitor nobody', () => {
    const { say, get } = deskKit();
    say('solo ch/2');
    expect(get('ch/1/audible')).toBe('yes');
    say('set solo/mode sip');
    expect([get('ch/1/audible'), get('ch/2/audible'), get('bus/1/audible')]).toEqual(['solo', 'yes', 'yes']);
    say('clear solo');
    expect(get('ch/1/audible')).toBe('yes');
  });

  test('solo/clear takes all solos off in one turn and rests at off', () => {
    const { desk, say, get } = deskKit();
    say('solo ch/*');
    const revision = desk.revision;
    say('set solo/clear on');
    expect([desk.revision - revision, get('ch/5/solo'), get('solo/clear')]).toEqual([1, false, false]);
  });
});

/** Any intents from any hands in any order, with the console moving things, time passing and hands being lost. */
describe('whatever happens', () => {
  const layout = smallLayout();
  // Few parameters, so that hands meet on them: a linked pair, their DCA, a choice, a text.
  const few = /^(ch\/[12]\/(fader|mute|link|name|dca\/1|eq\/1\/type)|dca\/1\/(fader|mute)|main\/fader)$/;
  const ids = layout.parameters.filter((parameter) => few.test(parameter.path)).map((parameter) => parameter.id);
  const value = fc.oneof(
    fc.double(),
    fc.boolean(),
    fc.string({ maxLength: 8 }),
    fc.constantFrom('-inf', 'on', 'off', 'bell', -6, 0, 1, null),
  );
  const id = fc.constantFrom(...ids);
  const intent: fc.Arbitrary<Intent> = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), id, value }),
    fc.record({ kind: fc.constant('position' as const), id, position: fc.double() }),
    fc.record({ kind: fc.constant('nudge' as const), id, by: fc.double() }),
    fc.record({ kind: fc.constant('toggle' as const), id }),
  );
  const who = fc.nat(2);
  const event = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('intend' as const), who, intents: fc.array(intent, { maxLength: 4 }), hand: fc.boolean() }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('touch' as const), who, id, down: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('lost' as const), who }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(400) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('console' as const), id, position: fc.double({ min: 0, max: 1, noNaN: true }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const), who }) },
  );

  type Event = typeof event extends fc.Arbitrary<infer One> ? One : never;
  const play = (events: Event[], watched: (kit: ReturnType<typeof deskKit>) => void = () => {}) => {
    const kit = deskKit({}, layout);
    const people = [actor('a', 'surface'), actor('b'), actor('c', 'script')];
    const person = (n: number) => people[n] ?? CONSOLE;
    watched(kit);
    for (const step of events) {
      if (step.do === 'intend') kit.desk.intend(person(step.who), step.intents, { hand: step.hand });
      else if (step.do === 'touch') kit.desk.touch(person(step.who), step.id, step.down);
      else if (step.do === 'lost') kit.desk.actorLost(person(step.who));
      else if (step.do === 'wait') kit.clock.advance(step.ms);
      else if (step.do === 'console') {
        const { law, type } = layout.parameters[step.id] ?? { law: undefined, type: 'text' };
        if (law && type !== 'text') kit.desk.report(CONSOLE, 'foh', [[step.id, law.snap(law.toValue(step.position))]]);
      } else kit.say(step.do, person(step.who));
    }
    return { ...kit, people };
  };

  test('there is one order, and every view of it is equal to the desk', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const view = new Map<number, unknown>();
        let last = 0;
        const { desk } = play(events, (kit) =>
          kit.desk.watch((turn) => {
            expect(turn.revision >= last).toBe(true);
            last = turn.revision;
            for (const change of turn.changes) view.set(change.id, change.to);
          }),
        );
        for (const { id: at, parameter } of desk.model.entries) expect(view.get(at) ?? parameter.start).toBe(desk.wanted(at));
      }),
    );
  });

  test('every value is on its grid and in its range', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const { desk } = play(events);
        for (const at of ids) {
          const parameter = layout.parameters[at];
          const now = desk.wanted(at);
          if (!parameter || typeof now !== 'number' || parameter.leaf.is === 'derived') continue;
          expect(parameter.law.snap(now), parameter.path).toBe(now);
        }
      }),
    );
  });

  test('a parameter moves only for the one who has it in hand', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        play(events, (kit) =>
          kit.desk.watch((turn) => {
            for (const { id: changed } of turn.changes) {
              const is = kit.desk.model.entries[changed]?.parameter.leaf.is;
              const hold = kit.desk.holder(changed);
              if (hold && is === undefined) expect(hold.actor).toBe(turn.actor);
            }
          }),
        );
      }),
    );
  });

  test('taking back everything brings back the beginning, when only one hand was at the desk', () => {
    const mine = fc.array(
      fc.record({
        do: fc.constant('intend' as const),
        who: fc.constant(0),
        intents: fc.array(intent, { maxLength: 4 }),
        hand: fc.boolean(),
      }),
      {
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(mine, (events) => {
        const { desk, say, people } = play(events);
        for (let steps = 0; desk.gestures.lastOf(people[0]) || steps === 0; steps++) {
          say('undo', people[0]);
          if (steps > 100) throw new Error('undo does not end');
        }
        for (const { id: at, parameter } of desk.model.entries) {
          if (parameter.leaf.is === undefined || parameter.leaf.is === 'derived')
            expect(desk.wanted(at), parameter.path).toBe(parameter.start);
        }
      }),
    );
  });

  test('the log explains every parameter that is not where it began', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const { desk, people, text } = play(events);
        for (const one of people) desk.hands.closeOf(one);
        for (const { id: at, parameter, path } of desk.model.entries) {
          if (parameter.leaf.is !== undefined || desk.wanted(at) === parameter.start) continue;
          expect(desk.log.newest(1, (logged) => logged === path)[0]?.to, path).toBe(text(path));
        }
      }),
    );
  });

  test("a linked fader that the console moves during the hand's drag has the console as its last line", () => {
    const { desk, text } = play([
      { do: 'intend', who: 0, intents: [{ kind: 'set', id: 33, value: true }], hand: false },
      { do: 'intend', who: 0, intents: [{ kind: 'position', id: 48, position: 0 }], hand: true },
      { do: 'console', id: 49, position: 5e-324 },
    ]);
    desk.hands.closeOf();
    expect(desk.log.newest(3, (path) => path === 'ch/2/fader').map((line) => line.to)).toEqual([text('ch/2/fader'), '-inf dB']);
  });

  test('what is planned is what is done', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 15 }), fc.array(intent, { maxLength: 6 }), (events, intents) => {
        const { desk, people } = play(events);
        const [one = CONSOLE] = people;
        const plan = desk.plan(one, intents);
        expect(desk.intend(one, intents).results).toEqual(plan);
      }),
    );
  });
});

test('the layout has every strip of the size it was asked for, and nothing stands twice', () => {
  const { strips, parameters, byPath } = smallLayout();
  const count = (kind: string): number => strips.filter((strip) => strip.kind === kind).length;
  expect([count('ch'), count('bus'), count('fx'), count('main'), count('dca')]).toEqual([
    SMALL.channels,
    SMALL.buses,
    SMALL.fx,
    1,
    SMALL.dcas,
  ]);
  expect(byPath.size).toBe(parameters.length);
});
