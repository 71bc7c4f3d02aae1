import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { runVerb } from '../../src/desk/line.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { readCues } from '../../src/scenes/cues/cue-file.ts';
import { Panic } from '../../src/scenes/cues/panic.ts';
import { CueRunner } from '../../src/scenes/cues/runner.ts';
import { cueVerbs } from '../../src/scenes/cues/verbs.ts';
import { Recalls } from '../../src/scenes/recalls.ts';
import { sceneVerbs } from '../../src/scenes/verbs.ts';
import type { Kit } from '../desk/desk-kit.ts';
import { TOKENS } from '../remote/remote-kit.ts';
import { Shelf, SlowEngine, scene } from '../scenes/recall-kit.ts';
import { BROWSER, launch, PageKit, withToken } from './page-kit.ts';

const CUES = `
- cue: 1
  name: Verse
  do: recall "Verse"
- cue: 2
  name: Band in
  do: recall "Band"
- cue: 3
  name: Out
  wait: 2 s
  do: fade main/fader -inf over 5s
`;

/** A show in memory, told when a scene is stored. */
class ToldShelf extends Shelf {
  readonly #watchers = new Set<() => void>();
  override store(one: Parameters<Shelf['store']>[0]): ReturnType<Shelf['store']> {
    const done = super.store(one);
    for (const watcher of this.#watchers) watcher();
    return done;
  }
  override watch(changed?: () => void): () => void {
    if (!changed) return () => {};
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }
}

const SCENES = [
  scene('Verse', { 'ch/1/fader': -8, 'ch/2/fader': 4 }, { number: '001', fade: { ms: 4000, curve: 's' } }),
  scene(
    'Band',
    { 'ch/3/mute': false, 'ch/4/mute': false, 'ch/5/mute': true, 'ch/1/fader': -2.5, 'ch/2/fader': 8.5, 'ch/6/fader': -6, 'ch/7/fader': 2 },
    { number: '002' },
  ),
];

describe.skipIf(BROWSER === undefined)('scenes and cues on the page', () => {
  let browser: Browser;
  let at: PageKit;
  let shelf: ToldShelf;
  let runner: CueRunner;

  beforeAll(async () => {
    browser = await launch(['--host-resolver-rules=MAP foh.test 127.0.0.1']);
  });
  afterAll(() => browser?.close());
  afterEach(() => at?.close());

  function show(cues: string) {
    return (kit: Kit) => {
      const { desk, clock, verbs } = kit;
      new SlowEngine(kit, 'foh', 5);
      shelf = new ToldShelf(SCENES);
      const recalls = new Recalls({ desk, clock, library: shelf, say: () => {} });
      const host = { recalls, library: shelf };
      verbs.add(sceneVerbs(() => host));
      verbs.add(cueVerbs(() => ({ runner, panic, plan })));
      const read = readCues(cues, 'cues.yaml', verbs);
      if (!('good' in read)) throw new Error(JSON.stringify(read.errors));
      const sayLine: ConstructorParameters<typeof CueRunner>[0]['say'] = (line, actor) =>
        runVerb(line.verb, line.args, { desk, actor }, line.overMs, line.as);
      const plan: typeof sayLine = (line, actor) => runVerb(line.verb, line.args, { desk, actor, dry: true }, line.overMs, line.as);
      runner = new CueRunner({ cues: read.good, clock, say: sayLine });
      const panic = new Panic({ runner, lines: () => [], say: sayLine, clock });
      for (const line of ['mute ch/3', 'mute ch/4', 'safe ch/6']) expect(isRefusal(kit.say(line))).toBe(false);
      return { ...host, runner };
    };
  }

  const open = async (cues = CUES, options: Parameters<typeof PageKit.open>[1] = {}): Promise<void> => {
    at = await PageKit.open(browser, { ...options, kit: { ...options.kit, show: show(cues) } });
    await at.page.click('.tabs a:text-is("Scenes")');
    await at.page.waitForSelector('.sc .sum');
  };
  const rows = (): Promise<string[]> =>
    at.page
      .locator('.df .r')
      .allInnerTexts()
      .then((all) => all.map((text) => text.replace(/\s+/g, ' ')));
  const findings = async (): Promise<string[]> => {
    await at.page.evaluate(axe.source);
    // Cast: the part of axe's answer that is looked at.
    const { violations } = (await at.page.evaluate('axe.run({ resultTypes: ["violations"] })')) as {
      violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
    };
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary.slice(0, 200)}`));
  };

  test('a preview says what the plan says: unmutes first, then by size of the jump, what is safe last with its reason', async () => {
    await open();
    await at.page.click('.cue:has-text("Band in")');
    await at.page.waitForSelector('.df .r.un');
    expect(await rows()).toEqual([
      'Ch 3 Mute muted → open UNMUTE',
      'Ch 4 Mute muted → open UNMUTE',
      'Ch 2 Fader 0.0 → +8.5 +8.5',
      'Ch 1 Fader 0.0 → −2.5 −2.5',
      'Ch 7 Fader 0.0 → +2.0 +2.0',
      'Ch 5 Mute open → muted mute',
      'Ch 6 Fader SAFE by ch/6',
    ]);
    const boxes = await at.page.locator('.sum > button').allInnerTexts();
    expect(boxes.map((text) => text.replace(/\s+/g, ' '))).toEqual([
      '2 unmutes',
      '+8.5 dB loudest jump, Ch 2',
      '6 changes in all',
      '1 safed, left alone',
    ]);
    // Nothing has been done by looking.
    expect(at.kit.get('ch/2/fader')).toBe(0);
  });

  test('a preview follows the desk', async () => {
    await open();
    await at.page.click('.cue:has-text("Band in")');
    await at.page.waitForSelector('.df .r.un');
    at.kit.say('unmute ch/3');
    at.kit.say('set ch/2/fader 8.5');
    await vi.waitFor(async () => {
      expect(await at.page.locator('.sum .red b').textContent()).toBe('1');
      expect(await rows()).not.toContainEqual(expect.stringContaining('Ch 2'));
    });
  });

  test('GO starts the cue on standby when it is pressed, and stands by for the next', async () => {
    await open();
    expect(await at.page.textContent('.go span')).toBe('1 Verse');
    await at.page.click('.gocol button:has-text("Next")');
    await at.page.waitForSelector('.go span:text-is("2 Band in")');
    // Pressed, not let go.
    await at.page.dispatchEvent('.go', 'pointerdown', { button: 0, pointerId: 1 });
    await vi.waitFor(() => {
      at.kit.clock.advance(50);
      expect([at.kit.get('ch/2/fader'), at.kit.get('ch/3/mute'), at.kit.get('ch/6/fader')]).toEqual([8.5, false, 0]);
    });
    expect([runner.state().active?.number, runner.state().standby?.number]).toEqual(['2', '3']);
    await at.page.waitForSelector('.go span:text-is("3 Out")');
  });

  test('a Go within the half second does not leave the page, one after it does', async () => {
    await open();
    // Time of the page as the test has it.
    await at.page.evaluate(`{ globalThis.nowMs = 10_000; performance.now = () => globalThis.nowMs;
      globalThis.gos = 0; const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (text) { if (String(text).includes('"verb":"go"')) globalThis.gos++; return send.call(this, text); };
      globalThis.press = (ms) => { globalThis.nowMs = ms;
        document.querySelector('.go').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0, pointerId: 1 })); }; }`);
    expect(await at.page.evaluate('press(10_000); press(10_050); press(10_499); gos')).toBe(1);
    expect(await at.page.evaluate('press(10_500); gos')).toBe(2);
  });

  test('two unmutes or more are written on GO before it is pressed', async () => {
    await open();
    await vi.waitFor(async () => expect(await at.page.textContent('.go span')).toBe('1 Verse'));
    expect(await at.page.locator('.go small').count()).toBe(0);
    await at.page.click('.gocol button:has-text("Next")');
    await vi.waitFor(async () => expect(await at.page.textContent('.go small')).toBe('2 unmutes'));
    expect(runner.state().standby?.number).toBe('2');
    // Another cue is looked at: GO still says what GO does.
    await at.page.click('.cue:has-text("Verse")');
    await at.page.waitForSelector('.recall:has-text("Stand by for 1")');
    expect(await at.page.textContent('.go small')).toBe('2 unmutes');
  });

  test('a recall is one step of undo', async () => {
    await open();
    await at.page.click('[role=tab]:has-text("Scenes")');
    await at.page.click('.cue:has-text("Band")');
    await at.page.click('.pv .recall');
    await vi.waitFor(() => {
      at.kit.clock.advance(50);
      expect([at.kit.get('ch/1/fader'), at.kit.get('ch/2/fader'), at.kit.get('ch/4/mute'), at.kit.get('ch/5/mute')]).toEqual([
        -2.5,
        8.5,
        false,
        true,
      ]);
    });
    await at.page.waitForSelector('.undo:not(:disabled)');
    await at.page.click('.undo');
    await vi.waitFor(() => {
      at.kit.clock.advance(50);
      expect([at.kit.get('ch/1/fader'), at.kit.get('ch/2/fader'), at.kit.get('ch/4/mute'), at.kit.get('ch/5/mute')]).toEqual([
        0,
        0,
        true,
        false,
      ]);
    });
  });

  test('a fade that is written here is the time of the recall; on its way it can be rolled back', async () => {
    await open();
    await at.page.click('[role=tab]:has-text("Scenes")');
    await at.page.click('.cue:has-text("Verse")');
    await at.page.click('.op .box:has-text("Fade")');
    await at.page.click('dialog .times button:text-is("10.0 s")');
    await at.page.click('dialog .set');
    await at.page.waitForSelector('.op .now:has-text("10.0 s")');
    await at.page.click('.pv .recall');
    await at.page.waitForSelector('.run .pb');
    at.kit.clock.advance(5000);
    const half = Number(at.kit.get('ch/1/fader'));
    expect(half).toBeLessThan(0);
    expect(half).toBeGreaterThan(-8);
    await at.page.click('.run button:has-text("Roll back")');
    await vi.waitFor(() => {
      at.kit.clock.advance(50);
      expect(at.kit.get('ch/1/fader')).toBe(0);
    });
    await at.page.waitForSelector('.run:not(.idle)', { state: 'detached' });
  });

  test('stores the desk under a new name, says so of a name that is taken, and updates a scene', async () => {
    await open();
    await at.page.click('button:has-text("Store new")');
    await at.page.fill('dialog input', 'verse');
    await at.page.click('dialog .set');
    await vi.waitFor(async () => expect(await at.page.textContent('dialog .reason')).toContain('there already'));
    await at.page.fill('dialog input', 'Ballad');
    await at.page.click('dialog .set');
    await at.page.waitForSelector('.cue.seen:has-text("Ballad")');
    expect(shelf.list().map(({ name }) => name)).toEqual(['Verse', 'Band', 'Ballad']);
    at.kit.say('set ch/1/fader -30');
    await at.page.click('button:has-text("Update 003")');
    await vi.waitFor(async () => expect(await at.page.textContent('dialog p')).toContain('Would store'));
    await at.page.click('dialog .set');
    await vi.waitFor(() => expect(shelf.list()[2]?.values.get('ch/1/fader')?.value).toBe(-30));
  });

  test('a show without cues has the scene that is chosen on the big key', async () => {
    await open('');
    await at.page.click('.cue:has-text("Band")');
    await vi.waitFor(async () => expect(await at.page.textContent('.go')).toBe('RECALL002 Band2 unmutes'));
    await at.page.dispatchEvent('.go', 'pointerdown', { button: 0, pointerId: 1 });
    await vi.waitFor(() => {
      at.kit.clock.advance(50);
      expect(at.kit.get('ch/2/fader')).toBe(8.5);
    });
  });

  test('a viewer sees all of it and starts nothing', async () => {
    await open(CUES, { kit: { hosts: ['foh.test'] }, host: 'foh.test', script: withToken(TOKENS.viewer), state: 'viewer' });
    for (const key of ['.go', '.gocol button:has-text("Next")', 'button:has-text("Store new")'])
      expect(await at.page.isDisabled(key)).toBe(true);
  });

  test.each([
    ['upright tablet', 800, 1280],
    ['phone', 390, 844],
  ])('%s: nothing reaches over the sides, and GO is on the screen', async (_, width, height) => {
    await open(CUES, { context: { viewport: { width, height } } });
    await at.page.click('.cue:has-text("Band in")');
    await at.page.waitForSelector('.df .r.un');
    const outside = await at.page.evaluate(`[...document.querySelectorAll('button, a, .df .r')].flatMap((key) => {
      const { left, right, width } = key.getBoundingClientRect();
      return width > 0 && (left < 0 || right > innerWidth + 0.5) ? [key.className + ' ' + key.textContent] : [];
    })`);
    expect(outside).toEqual([]);
    const go = await at.page.locator('.go').boundingBox();
    expect((go?.y ?? height) + (go?.height ?? 0)).toBeLessThanOrEqual(height);
    expect(go?.height).toBeGreaterThanOrEqual(96);
  });

  test.each(['night', 'day'])('axe finds nothing serious by %s, in both lists and in a dialog', async (theme) => {
    await open();
    await at.page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    await at.page.evaluate(
      `document.querySelector('.go').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0, pointerId: 1 }))`,
    );
    await at.page.waitForSelector('.run .pb');
    await at.page.waitForSelector('.df .r.un');
    expect(await findings()).toEqual([]);
    await at.page.click('[role=tab]:has-text("Scenes")');
    await at.page.click('.cue:has-text("Band")');
    await at.page.waitForSelector('.df .r.un');
    expect(await findings()).toEqual([]);
    await at.page.click('button:has-text("Store new")');
    expect(await findings()).toEqual([]);
    expect(at.faults).toEqual([]);
  });
});
