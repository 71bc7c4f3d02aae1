import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLine, runVerb, say } from '../../src/desk/line.ts';
import { explain, isRefusal } from '../../src/desk/refusal.ts';
import type { Verb } from '../../src/desk/verb.ts';
import { Verbs } from '../../src/desk/verb.ts';
import { deskVerbs } from '../../src/desk/verbs.ts';
import { actor, deskKit } from './desk-kit.ts';

const nothing = { says: '', changes: [], refusals: [] };
/** Later rooms bring verbs that take time. */
const fade: Verb = {
  name: 'fade',
  says: 'moves slowly',
  example: 'fade main/fader -inf over 5s',
  role: 'mixer',
  over: true,
  args: [
    { name: 'target', type: 'target', says: '' },
    { name: 'value', type: 'value', says: '' },
  ],
  run: () => nothing,
};
const verbs = new Verbs().add([...deskVerbs, fade]);
const parsed = (line: string) => {
  const one = parseLine(verbs, line);
  if (isRefusal(one)) return explain(one);
  const { verb, ...rest } = one;
  return { verb: verb.name, ...rest };
};

describe('a line', () => {
  test.each([
    ['toggle ch/7/mute', { verb: 'toggle', args: { target: 'ch/7/mute' } }],
    ['  set   ch/7/fader   -10 dB ', { verb: 'set', args: { target: 'ch/7/fader', value: '-10 dB' } }],
    ['set ch/7/name Kick In', { verb: 'set', args: { target: 'ch/7/name', value: 'Kick In' } }],
    ['set ch/7/name "over the top"', { verb: 'set', args: { target: 'ch/7/name', value: 'over the top' } }],
    ['set ch/7/name \'say "hi"\'', { verb: 'set', args: { target: 'ch/7/name', value: 'say "hi"' } }],
    ['fade main/fader -inf over 5s', { verb: 'fade', args: { target: 'main/fader', value: '-inf' }, overMs: 5000 }],
    ['fade main/fader -6 dB over 250 ms', { verb: 'fade', args: { target: 'main/fader', value: '-6 dB' }, overMs: 250 }],
    ['toggle ch/7/mute, "Lead Vox", ch/9/mute', { verb: 'toggle', args: { target: 'ch/7/mute, Lead Vox, ch/9/mute' } }],
    ['fade main/fader -inf over 2 min', { verb: 'fade', args: { target: 'main/fader', value: '-inf' }, overMs: 120_000 }],
    ['set ch/7/name "Lead Vox", ch/1', { verb: 'set', args: { target: 'ch/7/name', value: 'Lead Vox, ch/1' } }],
    ['fade main/fader 0 over 4', { verb: 'fade', args: { target: 'main/fader', value: '0' }, overMs: 4000 }],
    ['mute strip as "X-Touch (left)"', { verb: 'mute', args: { target: 'strip' }, as: 'X-Touch (left)' }],
    ['undo', { verb: 'undo', args: {} }],
    ['undo as "X-Touch (left)"', { verb: 'undo', args: {}, as: 'X-Touch (left)' }],
    ['toggle as', { verb: 'toggle', args: { target: 'as' } }],
  ])('%s', (line, expected) => expect(parsed(line)).toEqual(expected));

  test.each([
    ['', '"" is not a verb'],
    ['togle ch/7/mute', 'no verb "togle"; did you mean "toggle"?'],
    ['frobnicate', 'no verb "frobnicate"'],
    ['toggle', '"toggle" is not complete: toggle TARGET'],
    ['toggle ch/7/mute now', '"now" is not part of it: toggle TARGET'],
    ['set ch/7/name "open', '""open" is not a word; is a quote missing?'],
    ['fade main/fader 0 over', '"over" is not over with something behind it'],
    ['fade main/fader 0 over soon', '"soon" is not a time such as 4s, 250ms or 2 min'],
    [`set ch/7/name ${'x'.repeat(1000)}`, '"1014 characters" is not a line of at most 1000'],
  ])('%s is refused', (line, why) => expect(parsed(line)).toBe(why));

  test('anything at all is understood or refused, never thrown at', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('set', 'toggle', 'ch/1/fader', 'over', 'as', '"', "'", '\\', '4s'));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (all) => {
        const { desk, verbs: own } = deskKit();
        const answer = say(own, all.join(' '), { desk, actor: actor('fuzz', 'script') });
        expect(typeof (isRefusal(answer) ? explain(answer) : answer.says)).toBe('string');
      }),
      { numRuns: 60 },
    );
  });
});

describe('relative names', () => {
  const kit = deskKit();
  const by = (context: { strip?: string; selected?: string }) => (line: string) => {
    const answer = say(kit.verbs, line, { desk: kit.desk, actor: actor('X-Touch', 'surface'), context });
    return isRefusal(answer) ? explain(answer) : answer.says;
  };
  test('strip is the one under the hand', () => expect(by({ strip: 'ch/3' })('toggle strip/mute')).toBe('ch/3/mute off -> on'));
  test('a strip alone is enough for mute', () => expect(by({ strip: 'ch/4' })('mute strip')).toBe('ch/4/mute off -> on'));
  test('selected is the selected one', () =>
    expect(by({ selected: 'ch/2' })('nudge selected/eq/2/gain +1')).toBe('ch/2/eq/2/gain 0.0 dB -> +1.0 dB'));
  test('sends on fader: the send into the selected bus', () =>
    expect(by({ strip: 'ch/5', selected: 'bus/2' })('set strip/send/selected/level -8')).toBe('ch/5/send/2/level -inf dB -> -8.0 dB'));
  test('without a surface the name says what is missing', () =>
    expect(by({})('toggle strip/mute')).toBe('"strip" needs a surface or page; name a strip instead (for instance ch/7/mute)'));
});

describe('verbs', () => {
  test('a dry run says what would change and changes nothing', () => {
    const { desk, verbs: own, get } = deskKit();
    const answer = say(own, 'mute ch/1..3', { desk, actor: actor('me', 'script'), dry: true });
    expect(answer).toMatchObject({ says: 'would set ch/1/mute off -> on and 2 more' });
    expect([get('ch/1/mute'), desk.revision]).toEqual([false, 0]);
  });

  test('every verb of the desk asks for its role', () => {
    const { desk } = deskKit();
    for (const verb of deskVerbs) {
      const args = Object.fromEntries(
        verb.args
          .filter(({ optional }) => !optional)
          .map(({ name }) => [name, name === 'what' ? 'solo' : name === 'by' ? '+1' : 'ch/1/fader']),
      );
      const answer = runVerb(verb, args, { desk, actor: { ...actor('guest'), role: 'viewer' } });
      expect(isRefusal(answer) && answer.code === 'role', verb.name).toBe(verb.role !== 'viewer');
    }
  });

  test('an argument that does not exist is named with the one that does', () => {
    const { desk } = deskKit();
    const [, set] = deskVerbs;
    if (!set) throw new Error('no set');
    const answer = runVerb(set, { taget: 'ch/1/fader', value: '0' }, { desk, actor: actor('me') });
    expect(isRefusal(answer) ? explain(answer) : '').toBe('"taget" is not an argument; did you mean target?');
  });

  test('each example does what it says: it is understood', () => {
    for (const verb of deskVerbs) expect(isRefusal(parseLine(verbs, verb.example)), verb.example).toBe(false);
  });

  test('why tells who, when, from where, and each cause of a silence', () => {
    const { say: tell } = deskKit();
    const anna = actor("Anna's iPad");
    tell('set ch/2/dca/1 on', anna);
    tell('mute dca/1', anna);
    const answer = tell('why ch/2/audible');
    const says = isRefusal(answer) ? '' : answer.says;
    expect(says).toContain('ch/2/audible is dca/1');
    expect(says).toContain("dca/1/mute off -> on by Anna's iPad (test Anna's iPad): mute");
    expect(says).toContain('2026-01-01 00:00:00Z');
  });
});

describe('the log', () => {
  test('tells the newest first, of a strip or of all, as many as are asked for', () => {
    const { say } = deskKit();
    for (const line of ['set ch/1/fader -5', 'mute ch/2', 'set ch/1/pan 20']) say(line);
    const told = (line: string) => {
      const answer = say(line);
      return isRefusal(answer) ? answer : answer.says.split('\n').map((text) => text.split(' ').slice(2, 6).join(' '));
    };
    expect(told('log')).toEqual(['ch/1/pan C -> R20', 'ch/2/mute off -> on', 'ch/1/fader 0.0 dB ->']);
    expect(told('log ch/1')).toEqual(['ch/1/pan C -> R20', 'ch/1/fader 0.0 dB ->']);
    expect(told('log ** 1')).toEqual(['ch/1/pan C -> R20']);
    expect(told('log ch/1 0')).toMatchObject({ code: 'malformed' });
    expect(say('log ch/8')).toMatchObject({ says: 'nobody has moved it since the log began', found: [] });
  });
});

test('words that every object of the language knows are no units and no verbs', () => {
  const { desk } = deskKit();
  const sam = actor('Sam');
  for (const word of ['constructor', 'toString', '__proto__', 'valueOf'])
    for (const line of [`set ch/1/fader 5 ${word}`, `${word} ch/1`, `fade main/fader 0 over 5 ${word}`])
      expect(say(verbs, line, { desk, actor: sam }), line).toHaveProperty('code');
});
