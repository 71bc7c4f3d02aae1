import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { TOKENS } from '../remote/remote-kit.ts';
import { type CueShow, openShow, type ShowOptions } from './cues-kit.ts';
import { BROWSER, launch, type PageKit, withToken } from './page-kit.ts';

/** A busy machine has time: what is waited for is a condition. */
const seen = <T>(what: () => T | Promise<T>): Promise<T> => vi.waitFor(what, { timeout: 15_000 });
const text = (words: string | null): string => (words ?? '').replace(/\s+/g, ' ').trim();

describe.skipIf(BROWSER === undefined)('cues on the page', () => {
  let browser: Browser;
  let at: PageKit;
  let show: CueShow;
  const others: Page[] = [];

  beforeAll(async () => {
    browser = await launch(['--host-resolver-rules=MAP foh.test 127.0.0.1']);
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const page of others.splice(0)) await page.context().close();
    show?.close();
    await at?.close();
  });

  const open = async (options: ShowOptions = {}, more: Parameters<typeof openShow>[2] = {}): Promise<Page> => {
    ({ at, show } = await openShow(browser, options, more));
    return at.page;
  };
  const edit = async (page: Page): Promise<void> => {
    await page.click('button:has-text("Edit list")');
    await page.waitForSelector('.erow .grip');
  };
  const secondPage = async (): Promise<Page> => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    others.push(page);
    await page.goto(at.page.url());
    await page.click('.tabs a:text-is("Scenes")');
    await page.waitForSelector('.sc .cue');
    return page;
  };
  const findings = async (page: Page): Promise<string[]> => {
    await page.evaluate(axe.source);
    // Cast: the part of axe's answer that is looked at.
    const { violations } = (await page.evaluate('axe.run({ resultTypes: ["violations"] })')) as {
      violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
    };
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary.slice(0, 200)}`));
  };

  test('Undo takes back what the last Go did, says beforehand how much, and leaves what somebody moved since', async () => {
    const page = await open();
    at.kit.say('standby 12');
    await seen(async () => expect(await page.textContent('.go span')).toBe('12 Verse 2'));
    expect(await page.isDisabled('.undogo')).toBe(true);
    await page.dispatchEvent('.go', 'pointerdown', { button: 0, pointerId: 1 });
    await seen(() => {
      at.kit.clock.advance(500);
      expect([at.kit.get('ch/1/fader'), at.kit.get('ch/2/fader')]).toEqual([-8, 4]);
    });
    await page.waitForSelector('.cue.live:has-text("Verse 2") .onair');
    await page.waitForSelector('.undogo:has-text("Undo recall 12"):has-text("3 values")');
    at.kit.say('set ch/2/fader -3');
    at.kit.say('set ch/8/fader -9');
    await page.waitForSelector('.undogo:has-text("2 of 3 values")');
    await page.click('.undogo');
    await seen(() => {
      at.kit.clock.advance(50);
      expect(['1', '2', '5', '8'].map((one) => at.kit.get(`ch/${one}/fader`))).toEqual([0, -3, 0, -9]);
    });
    await page.waitForSelector('.undogo:disabled');
    await seen(async () => expect(await page.textContent('.go span')).toBe('12 Verse 2'));
  });

  test('in a show without cues the same key takes back the recall of this page', async () => {
    const page = await open({ cues: '' });
    await page.click('.cue:has-text("Ballad")');
    await page.waitForSelector('.go.scene:has-text("013 Ballad")');
    await page.dispatchEvent('.go', 'pointerdown', { button: 0, pointerId: 1 });
    await seen(() => expect(at.kit.get('ch/2/fader')).toBe(8.5));
    await page.waitForSelector('.undogo:has-text("Undo recall"):has-text("5 values")');
    await page.click('.undogo');
    await seen(() => expect(['ch/2/fader', 'ch/3/mute'].map((path) => at.kit.get(path))).toEqual([0, true]));
    await page.waitForSelector('.undogo:disabled');
  });

  test('Prev and Next say what they arm; a wait and a fade show how far they are, and a fade ends where it stands', async () => {
    const page = await open({
      cues: '- { cue: 4, do: mute ch/1 }\n- { cue: 5, name: Solo Leo, wait: 60 s }\n- { cue: 6, name: Out, do: fade main/fader -inf over 60 s }\n',
    });
    at.kit.say('standby 5');
    await seen(async () => expect(text(await page.textContent('.gocol'))).toMatch(/arm 4.*arm 6/));
    // In its column: what the page has to say of the link stands above all.
    const place = (): Promise<unknown> =>
      page.evaluate(`document.querySelector('.go').offsetTop - document.querySelector('.gocol').offsetTop`);
    const before = await place();
    at.kit.say('go');
    await page.waitForSelector('.run:has-text("5 Solo Leo waits")');
    await page.waitForSelector('.cue:has-text("Solo Leo"):has-text("WAITS") .pb');
    expect(text(await page.textContent('.run'))).toMatch(/\d\.\d of 60\.0 s/);
    at.kit.clock.advance(60_000);
    await page.waitForSelector('.run.idle');
    at.kit.say('go');
    await page.waitForSelector('.run:has-text("6 Out fading")');
    at.kit.clock.advance(20_000);
    await page.click('button:has-text("Stop fade here")');
    await page.waitForSelector('.run.idle');
    const stood = Number(at.kit.get('main/fader'));
    at.kit.clock.advance(60_000);
    expect(at.kit.get('main/fader')).toBe(stood);
    expect(stood).toBeLessThan(0);
    expect(stood).toBeGreaterThan(-60);
    // Whatever went on, GO is where it was.
    expect(await place()).toBe(before);
  });

  test('a cue is started out of its turn from its preview, once however often it is tapped, and GO goes on from there', async () => {
    const page = await open();
    await page.click('.cue:has-text("Ballad, horns in")');
    expect(show.runner.state().active).toBeUndefined();
    await page.dblclick('.do-cue .jump');
    await page.waitForSelector('.cue.live:has-text("Ballad, horns in")');
    await seen(async () => expect(await page.textContent('.go span')).toBe('15 Solo Leo'));
    expect(show.runner.starts).toHaveLength(1);
  });

  test('what is next is in sight in a long list', async () => {
    const page = await open({ cues: Array.from({ length: 60 }, (_, index) => `- cue: ${index + 1}`).join('\n') });
    at.kit.say('standby 48');
    await seen(async () => {
      const [row, list] = [await page.locator('.cue.next').boundingBox(), await page.locator('.list').boundingBox()];
      expect(row?.y).toBeGreaterThan(list?.y ?? 0);
      expect((row?.y ?? 0) + 2 * (row?.height ?? 0)).toBeLessThan((list?.y ?? 0) + (list?.height ?? 0));
    });
  });

  test('what GO does now is said where it is not what was shown any more, until somebody looks', async () => {
    const page = await open();
    at.kit.say('standby 13');
    await seen(async () => expect(await page.textContent('.go small')).toBe('2 unmutes'));
    expect(await page.locator('.go em').count()).toBe(0);
    at.kit.say('set ch/6/fader -40');
    at.kit.say('unmute ch/3');
    await seen(async () => expect(text(await page.textContent('.go em'))).toBe('changed since you looked: −1'));
    expect(await page.locator('.go small').count()).toBe(0);
    at.kit.say('set ch/1/fader -20');
    await seen(async () => expect(text(await page.textContent('.go em'))).toBe('changed since you looked: −1, 1 differs'));
    await page.click('.cue:has-text("Ballad")');
    await page.waitForSelector('.go em', { state: 'detached' });
    at.kit.say('set ch/1/fader -10');
    await page.click('.pv button:has-text("1 differs since you looked")');
    await page.waitForSelector('.go em', { state: 'detached' });
  });

  test('what the desk had when it ran last is offered, shown, and taken by a person only', async () => {
    const page = await open({ before: { 'ch/1/fader': -12, 'ch/2/fader': -6, 'ch/3/mute': false } });
    await seen(async () => expect(text(await page.textContent('.banner.last'))).toContain('3 other values'));
    expect(at.kit.get('ch/1/fader')).toBe(0);
    await page.click('.banner.last button:has-text("Look")');
    expect(
      await page
        .locator('dialog .df .r')
        .allInnerTexts()
        .then((all) => all.map(text)),
    ).toEqual(['Ch 3 Mute muted → open UNMUTE', 'Ch 1 Fader 0.0 → −12.0 −12.0', 'Ch 2 Fader 0.0 → −6.0 −6.0']);
    await page.click('dialog button:has-text("Take")');
    await seen(() => {
      at.kit.clock.advance(50);
      expect([at.kit.get('ch/1/fader'), at.kit.get('ch/2/fader'), at.kit.get('ch/3/mute')]).toEqual([-12, -6, false]);
    });
    await page.waitForSelector('.banner.last', { state: 'detached' });
  });

  test('the offer that is dismissed is gone for all pages, and nothing was moved', async () => {
    const page = await open({ before: { 'ch/1/fader': -12 } });
    const other = await secondPage();
    await other.waitForSelector('.banner.last');
    await page.click('.banner.last button:has-text("Dismiss")');
    await other.waitForSelector('.banner.last', { state: 'detached' });
    expect(at.kit.get('ch/1/fader')).toBe(0);
  });

  test('a mistake in cues.yaml stands above the list with its line and column', async () => {
    const page = await open({
      faults: [
        {
          file: 'cues.yaml',
          line: 12,
          column: 7,
          says: 'no verb "recal"; did you mean "recall"?',
          meanwhile: 'the last good list runs on',
        },
      ],
    });
    await page.waitForSelector('.faults:has-text("cues.yaml:12:7"):has-text("recal")');
  });

  test('a viewer sees all of it and edits nothing', async () => {
    const page = await open(
      { before: { 'ch/1/fader': -12 } },
      { kit: { hosts: ['foh.test'] }, host: 'foh.test', script: withToken(TOKENS.viewer), state: 'viewer' },
    );
    // Whoever may not take it is not asked.
    expect(await page.locator('.banner.last').count()).toBe(0);
    for (const key of ['button:has-text("Edit list")', '.undogo', 'button:has-text("Stop all")'])
      expect(await page.isDisabled(key)).toBe(true);
  });

  test.each([
    ['landscape', 1280, 800],
    ['upright', 800, 1280],
    ['phone', 390, 844],
  ])(
    '%s: keys are large enough, nothing is written too small or reaches over the sides, in the list, its edit and the dialog',
    async (_, width, height) => {
      const page = await open({ before: { 'ch/1/fader': -12 } }, { context: { viewport: { width, height } } });
      await page.waitForSelector('.banner.last');
      const wrong = (): Promise<unknown> =>
        page.evaluate(`[...document.querySelectorAll('.sc button, .sc select, .sc input, .banner.last button, dialog button, dialog input, dialog select')].flatMap((key) => {
        const box = key.getBoundingClientRect();
        const small = box.height < 43.5 || box.width < 43.5;
        const out = box.left < -0.5 || box.right > innerWidth + 0.5;
        const tiny = [...key.querySelectorAll('*'), key].some((one) => one.textContent.trim() !== '' && parseFloat(getComputedStyle(one).fontSize) < 12);
        return box.width > 0 && (small || out || tiny) ? [key.className + ' ' + key.textContent + ' ' + box.width + 'x' + box.height] : [];
      })`);
      expect(await wrong()).toEqual([]);
      await edit(page);
      expect(await wrong()).toEqual([]);
      await page.click('[data-cue="15"] .eopen');
      await page.waitForSelector('dialog .would');
      expect(await wrong()).toEqual([]);
      const save = await page.locator('dialog .set').boundingBox();
      expect((save?.y ?? height) + (save?.height ?? 0)).toBeLessThanOrEqual(height);
    },
  );

  test.each(['night', 'day'])(
    'axe finds nothing serious by %s: the list that runs, its edit, a dialog with a mistake, the offer',
    async (theme) => {
      const page = await open({ before: { 'ch/1/fader': -12 } });
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
      await page.waitForSelector('.banner.last');
      show.runner.jump('12');
      await page.waitForSelector('.run .pb');
      await page.waitForSelector('.undogo:not(:disabled)');
      expect(await findings(page)).toEqual([]);
      await edit(page);
      expect(await findings(page)).toEqual([]);
      await page.click('[data-cue="15"] .eopen');
      await page.fill('[aria-label="line 1"]', 'togle');
      await page.waitForSelector('.said .reason');
      expect(await findings(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.click('.banner.last button:has-text("Look")');
      await page.waitForSelector('dialog .df .r');
      expect(await findings(page)).toEqual([]);
      expect(at.faults).toEqual([]);
    },
  );
});
