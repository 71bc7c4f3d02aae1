import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileNameIn, readMapping } from '../../src/mapping/mapping-file.ts';
import { readProfile } from '../../src/mapping/profile-file.ts';
import { showErrors } from '../../src/wire/formats/yaml-file.ts';
import { houseVerbs, shipped, X_TOUCH } from './mapping-kit.ts';

const HEAD = 'profile: behringer-x-touch\nlayers: { inputs: [ch/1..8] }\n';
const read = (text: string) => readMapping(text, 'desk.yaml', { verbs: houseVerbs, profile: X_TOUCH });
function errorsOf(text: string): string[] {
  const reading = read(text);
  if (!('errors' in reading)) throw new Error(`no error in ${text}`);
  return reading.errors.map(({ line, column, says }) => `${line}:${column} ${says}`);
}
const strip = (rest: string) => `${HEAD}strip:\n  fader: strip/fader\n${rest}`;

describe('a mapping file', () => {
  test.each([
    [strip('  mute:   togle strip/mute\n'), '5:11 no verb "togle"; did you mean "toggle"?'],
    [strip('  lcd: [ "{strip/nme}", "" ]\n'), '5:12 no parameter "strip/nme"; did you mean strip/name?'],
    [strip('  lcd: [ "{strip/fader|strip/pam}", "" ]\n'), '5:24 no parameter "strip/pam"; did you mean strip/pan?'],
    [strip('  lcd: [ "{strip/name", "" ]\n'), '5:11 "{strip/name" has no end; write {strip/name}'],
    [strip('  lcd: [ "{strip/name}" ]\n'), '5:8 lcd: ["{strip/name}"] is below 2 entries'],
    [strip('  mut: toggle strip/mute\n'), '5:3 no control of a strip "mut"; did you mean "mute"?'],
    [strip('  mute: toggle strip/mtue\n'), '5:16 no parameter "strip/mtue"; did you mean strip/mute?'],
    [strip('  select: { pres: select strip }\n'), '5:13 no setting "pres"; did you mean "press"?'],
    [strip('  knob: { turn: strip/pan, psh: x }\n'), '5:28 no setting "psh"; did you mean "push"?'],
    [strip('  mute: toggle\n'), '5:9 "toggle" is not complete: toggle TARGET'],
    [strip('buttons: { bank-lft: bank -8 }\n'), '5:12 no key of Behringer X-Touch "bank-lft"; did you mean "bank-left"?'],
    [strip('buttons: { f1: layer inptus }\n'), '5:22 no layer "inptus"; did you mean "inputs"?'],
    [strip('buttons: { f1: mode eq }\n'), '5:21 no mode "eq"; there are off'],
    [strip('lamps: { solo-an: clear solo }\n'), '5:10 no lamp of Behringer X-Touch "solo-an"; did you mean "solo-any"?'],
    [strip('modes: { eq: { knobs: [selected/eq/1/gian] } }\n'), '5:24 no parameter "selected/eq/1/gian"; did you mean selected/eq/1/gain?'],
    [strip('modes: { eq: { enter: { press: f9 } } }\n'), '5:32 no key of Behringer X-Touch "f9"; did you mean "f1"?'],
    [strip('buttons: { f1: flip }\nmodes: { eq: { enter: { press: f1 } } }\n'), '5:12 key "f1" is the way into a mode already'],
    [strip('modes: { cues: { screens: [{ lcd: ["{cue/nxt}", ""] }] } }\n'), '5:38 no field "cue/nxt"; did you mean cue/next?'],
    [strip('modes: { cues: { screens: [{ lcd: ["{cue/after/9}", ""] }] } }\n'), '5:38 no field "cue/after/9"; did you mean cue/after/1?'],
    [
      strip('modes: { cues: { screens: [{ lcd: ["{look/opens}", ""] }] } }\n'),
      '5:38 "look/opens" is what a look found: it stands in the screens of "look"',
    ],
    [strip('modes: { cues: { screens: [{ lcd: ["{cue/on|cue/next}", ""] }] } }\n'), '5:38 "cue/on" stands alone in its braces'],
    [strip('  lcd: [ "{cue/on}", "" ]\n'), '5:12 "cue/on" is not of a strip: it stands in "screens" of a mode or of "look"'],
    [
      strip('modes: { cues: { screens: [{ lcd: ["", ""], color: pink }] } }\n'),
      '5:52 color: "pink" is none of off, red, green, yellow, blue, magenta, cyan, white, orange',
    ],
    [strip('modes: { cues: { screens: [null, { lcd: ["", ""], wide: 8 }] } }\n'), '5:34 display 9: Behringer X-Touch has 8'],
    [strip('modes: { cues: { time: cue/on } }\n'), '5:24 "cue/on" is no time; write cue/time'],
    [strip('modes: { cues: { buttons: { f1: g } } }\n'), '5:33 no verb "g"; did you mean "go"?'],
    [strip('modes: { cues: { buttons: { f9: go } } }\n'), '5:29 no key of Behringer X-Touch "f9"; did you mean "f1"?'],
    [strip('modes: { cues: { enter: { hold: f1 }, buttons: { f1: go } } }\n'), '5:50 key "f1" is the way into a mode already'],
    [strip('buttons: { f1: go }\nlook: { key: f1, screens: [null] }\n'), '5:12 key "f1" is the key that looks already'],
    [strip('look: { key: nudg, line: go, screens: [null] }\n'), '5:14 no key of Behringer X-Touch "nudg"; did you mean "nudge"?'],
    [strip('look: { key: nudge, line: goo, screens: [null] }\n'), '5:27 no verb "goo"; did you mean "go"?'],
    [strip('fine: shft\n'), '5:7 no key of Behringer X-Touch "shft"; did you mean "shift"?'],
    [
      'profile: mackie-control\nlayers: { a: [ch/1] }\nstrip: { fader: strip/fader }\n',
      '1:10 profile: this is "mackie-control", and the unit is a behringer-x-touch',
    ],
    [
      'profile: behringer-x-touch\nlayers: { a: [chn/1..8] }\nstrip: { fader: strip/fader }\n',
      '2:15 no strip "chn/1..8"; did you mean ch/1..8?',
    ],
    [
      'profile: behringer-x-touch\nlayers: { a: [ch/8..1] }\nstrip: { fader: strip/fader }\n',
      '2:15 "ch/8..1" is no range: write it from low to high, at most 512 strips',
    ],
    ['profile: behringer-x-touch\nlayers: { a: [ch/1..8, ch/3] }\nstrip: { fader: strip/fader }\n', '2:11 ch/3 stands twice in a'],
    [
      'profile: behringer-x-touch\nlayers: { a: [main/1] }\nstrip: { fader: strip/fader }\n',
      '2:15 no strip "main/1"; there is one main: write main',
    ],
    [`${HEAD}strip: { mute: toggle strip/mute }\n`, '3:1 fader is missing; it is a path such as strip/fader'],
    ['', '1:1 the mapping is empty; it is a block of settings (name: value)'],
  ])('%j is refused at its place', (text, expected) => expect(errorsOf(text)[0]).toBe(expected));

  test('a mistake is shown with its line and carets under the word', () => {
    const reading = read(strip('  select: { press: select strip, double: set strip/fadr 0 }\n'));
    expect('errors' in reading && showErrors(reading.errors)).toBe(
      [
        'desk.yaml:5:46: no parameter "strip/fadr"; did you mean strip/fader?',
        '      select: { press: select strip, double: set strip/fadr 0 }',
        '                                                 ^^^^^^^^^^',
      ].join('\n'),
    );
  });

  test('all mistakes are told at once', () => {
    expect(
      errorsOf(strip('  mute: togle strip/mute\n  solo: toggle strip/slo\nbuttons: { x9: flip }\n')).map((error) => error.split(' ')[0]),
    ).toEqual(['5:9', '6:16', '7:12']);
  });

  test('a range in a row of knobs is that many knobs, and eight are a page', () => {
    const reading = read(
      strip('modes: { send: { knobs: [{ turn: selected/send/1..8/level, push: toggle selected/send/1..8/on }, selected/eq/1/gain] } }\n'),
    );
    const pages = 'good' in reading ? reading.good.modes.get('send')?.pages : undefined;
    expect(pages?.map((page) => page.length)).toEqual([8, 1]);
    expect(pages?.[0]?.[2]).toMatchObject({ turn: 'selected/send/3/level', push: { args: { target: 'selected/send/3/on' } } });
  });

  test('its profile is known before the rest is read', () => {
    expect(profileNameIn(HEAD)).toBe('behringer-x-touch');
    expect(profileNameIn('profile: 5')).toBeUndefined();
    expect(profileNameIn(': [')).toBeUndefined();
  });

  test('whatever it holds, reading it gives a mapping or errors, and is never thrown at', () => {
    const words = [
      'profile',
      'layers',
      'strip',
      'buttons',
      'modes',
      'knobs',
      'ch/1..8',
      '{',
      '}',
      '[',
      ']',
      ': ',
      '\n',
      '\n  ',
      '- ',
      '"{strip/',
      '__proto__',
      'toggle ',
      'null',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })), { maxLength: 30 }), (parts) => {
        const reading = read(HEAD + parts.join(''));
        expect('good' in reading || reading.errors.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a profile', () => {
  const text = shipped('profiles/behringer-x-touch.yaml');
  test.each([
    ['strips: 8', 'strips: 9', 'strips: 9 is above 8'],
    ['strips: 8', 'stripes: 8', 'no setting "stripes"; did you mean "strips"?'],
    ['- [1023, -60]', '- [1023, -95]', '[1023, -95] does not rise above [0, -90]'],
    ['[rec, solo,', '[rec, rec,', 'key "rec" stands twice'],
  ])('%s as %s is refused', (good, bad, says) => {
    expect(text).toContain(good);
    const reading = readProfile(text.replace(good, bad), 'unit.yaml');
    expect('errors' in reading && reading.errors[0]?.says).toBe(says);
  });
});
