import { z } from 'zod';
import { parseLine } from '../../desk/line.ts';
import { nearest } from '../../desk/nearest.ts';
import { explain, isRefusal } from '../../desk/refusal.ts';
import type { Verbs } from '../../desk/verb.ts';
import { ERROR_LIMIT, type Reading, readYaml } from '../../wire/formats/yaml-file.ts';
import { explainIssues, type Place, type Words, type Wrong } from '../../wire/formats/yaml-issues.ts';
import { readTimeMs } from '../triggers/time-text.ts';
import type { When } from '../triggers/trigger.ts';
import { readTrigger } from '../triggers/trigger-text.ts';
import type { Cue, CueLine, Next } from './cue.ts';
import { type CueText, cuesSchema, type Texts } from './cue-schema.ts';

const WORDS: Words = { nearest, key: 'setting', file: 'the cue list' };

/**
 * Reads cues.yaml. Never throws, whatever it holds: `cues.yaml:4:7: no verb "recal"; did you mean "recall"?`
 * @param file its name, as errors show it
 */
export const readCues = (text: string, file: string, verbs: Verbs): Reading<readonly Cue[]> =>
  readYaml<readonly Cue[]>(
    text,
    file,
    (said) => {
      // A file without a word, or with comments only, is an empty list.
      const given = said === null || said === '' ? [] : said;
      const parsed = cuesSchema.safeParse(given);
      if (!parsed.success) return { wrong: explainIssues(parsed.error.issues.slice(0, ERROR_LIMIT), given, jsonSchema(), WORDS) };
      return new CueReader(verbs).read(parsed.data);
    },
    'failsafe',
  );

export const jsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(cuesSchema, { io: 'input' }),
  title: 'cues.yaml of Deskbridge',
});

class CueReader {
  readonly #verbs: Verbs;
  readonly #wrong: Wrong[] = [];

  constructor(verbs: Verbs) {
    this.#verbs = verbs;
  }

  read(said: readonly CueText[]): { good: readonly Cue[] } | { wrong: Wrong[] } {
    const cues: Cue[] = [];
    // Each mistake looks for the nearest word; more than a person reads are not looked for.
    for (const [index, cue] of said.entries()) if (this.#wrong.length < ERROR_LIMIT) cues.push(this.#cue(cue, index));
    const seen = new Set<string>();
    for (const [index, { number }] of cues.entries()) {
      if (seen.has(number)) this.#add([index, 'cue'], `cue ${number} stands twice`);
      seen.add(number);
    }
    return this.#wrong.length > 0 ? { wrong: this.#wrong } : { good: cues };
  }

  #cue(said: CueText, index: number): Cue {
    const { next, postMs } = this.#next(said, index);
    return {
      number: said.cue,
      name: said.name,
      lines: this.#each(said.do, [index, 'do'], (text, place) => this.#line(text, place)),
      waitMs: said.wait === undefined ? 0 : this.#time(said.wait, 'wait', [index, 'wait']),
      postMs,
      next,
      when: this.#each(said.when, [index, 'when'], (text, place) => this.#when(text, place)),
      armed: said.armed,
      opens: said.opens,
      skip: said.skip,
      note: said.note,
    };
  }

  /** A single line stands at the key itself, one of a list at its index. */
  #each<T>({ texts, alone }: Texts, place: Place, read: (text: string, place: Place) => T | undefined): T[] {
    return texts.flatMap((text, index) => read(text, alone ? place : [...place, index]) ?? []);
  }

  #line(text: string, place: Place): CueLine | undefined {
    const line = parseLine(this.#verbs, text);
    if (!isRefusal(line)) return { text, line };
    this.#add(place, explain(line), line.code === 'unknown-verb' ? line.got : undefined);
    return undefined;
  }

  #when(text: string, place: Place): When | undefined {
    const trigger = readTrigger(text);
    if (!isRefusal(trigger)) return { text, trigger };
    this.#add(place, explain(trigger), trigger.got);
    return undefined;
  }

  #time(text: string, name: string, place: Place): number {
    const timeMs = readTimeMs(text);
    if (timeMs === undefined) this.#add(place, `${name}: "${text.slice(0, 40)}" is not a time such as 0.5 s, 250 ms or 2 min`);
    return timeMs ?? 0;
  }

  #next(said: CueText, index: number): { next: Next | undefined; postMs: number } {
    const postMs = said.post === undefined ? 0 : this.#time(said.post, 'post', [index, 'post']);
    const place = [index, 'then'];
    if (said.then === undefined) return { next: undefined, postMs };
    const [, kind, after] = /^\s*(go|follow)(?:\s+after\s+(.+))?$/.exec(said.then) ?? [];
    const afterMs = after === undefined ? 0 : this.#time(after, 'then', place);
    if (kind === undefined) this.#add(place, `then: "${said.then.slice(0, 40)}" is not go, go after 12s, follow or follow after 2s`);
    if (kind === 'follow') {
      if (said.post !== undefined) this.#add([index, 'post'], 'post: goes with "then: go"; here write "then: follow after TIME"');
      return { next: { kind, afterMs }, postMs: 0 };
    }
    if (after !== undefined && said.post !== undefined) this.#add([index, 'post'], 'post: stands in "then: go after" already');
    return { next: { kind: 'go' }, postMs: after === undefined ? postMs : afterMs };
  }

  #add(place: Place, says: string, part?: string): void {
    this.#wrong.push({ place, says, key: false, ...(part === undefined ? {} : { part }) });
  }
}
