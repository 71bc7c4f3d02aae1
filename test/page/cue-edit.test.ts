import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type CueShow, openShow, type ShowOptions } from './cues-kit.ts';
import { BROWSER, launch, type PageKit } from './page-kit.ts';

/** A busy machine has time: what is waited for is a condition. */
const seen = <T>(what: () => T | Promise<T>): Promise<T> => vi.waitFor(what, { timeout: 15_000 });
/** Of a list in the order that the page shows it. */
const shown = (page: Page): Promise<string> =>
  page
    .locator('.list .n')
    .allInnerTexts()
    .then((all) => all.join(' '));
const FIRST = '9 10 11 12 13 14 15 16 17 18 19';
const text = (words: string | null): string => (words ?? '').replace(/\s+/g, ' ').trim();

describe.skipIf(BROWSER === undefined)('the cue list that is edited on the page', () => {
  let browser: Browser;
  let at: PageKit;
  let show: CueShow;
  const others: Page[] = [];

  beforeAll(async () => {
    browser = await launch();
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

  test('a finger drags a row by its handle to another place, and only while the list is edited', async () => {
    const page = await open();
    expect(await page.locator('.grip').count()).toBe(0);
    const row = await page.locator('.cue:has-text("Ballad")').first().boundingBox();
    await at.drag(1, { x: 30, y: (row?.y ?? 0) + 20 }, 0, -120);
    await at.lift(1);
    expect(show.numbers).toBe(FIRST);
    await edit(page);
    const grip = await page.locator('[data-cue="15"] .grip').boundingBox();
    await at.drag(1, { x: (grip?.x ?? 0) + 22, y: (grip?.y ?? 0) + 22 }, 40, -118);
    // The others make room before it is let go, and the desk knows nothing of it yet.
    expect(await page.locator('[data-cue="14"]').getAttribute('style')).toContain('translateY');
    expect(show.numbers).toBe(FIRST);
    await at.lift(1);
    await seen(async () => expect(await shown(page)).toBe('9 10 11 12 15 13 14 16 17 18 19'));
    expect(show.numbers).toBe('9 10 11 12 15 13 14 16 17 18 19');
    await page.click('button:has-text("Done")');
    expect(await page.locator('.grip').count()).toBe(0);
  });

  test('a mouse drags too; Escape, and a list that changes under the hand, leave everything where it was', async () => {
    const page = await open();
    await edit(page);
    const grip = await page.locator('[data-cue="12"] .grip').boundingBox();
    const [x, y] = [(grip?.x ?? 0) + 20, (grip?.y ?? 0) + 20];
    const drag = async (): Promise<void> => {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x, y + 90, { steps: 5 });
      await page.waitForSelector('.erow.held');
    };
    await drag();
    await page.keyboard.press('Escape');
    await page.waitForSelector('.erow.held', { state: 'detached' });
    await page.mouse.up();
    await drag();
    show.edit('remove-cue 19');
    await page.waitForSelector('.erow.held', { state: 'detached' });
    await page.mouse.up();
    expect(text(await page.textContent('.notice'))).toContain('nothing was moved');
    await drag();
    await page.mouse.up();
    await seen(() => expect(show.numbers).toBe('9 10 11 13 12 14 15 16 17 18'));
  });

  test('a long list scrolls under a row that is held at its edge', async () => {
    const page = await open({ cues: Array.from({ length: 40 }, (_, index) => `- cue: ${index + 1}`).join('\n') });
    await edit(page);
    const grip = await page.locator('[data-cue="2"] .grip').boundingBox();
    const list = await page.locator('.list').boundingBox();
    const from = { x: (grip?.x ?? 0) + 22, y: (grip?.y ?? 0) + 22 };
    const bottom = (list?.y ?? 0) + (list?.height ?? 0) - 6;
    await at.drag(1, from, 0, bottom - from.y);
    await seen(async () =>
      expect(
        await page.evaluate(
          `(({ scrollTop, scrollHeight, clientHeight }) => scrollHeight - clientHeight - scrollTop)(document.querySelector('.list'))`,
        ),
      ).toBeLessThan(2),
    );
    await at.lift(1);
    await seen(() => expect(show.numbers.endsWith('39 40 2') || show.numbers.endsWith('39 2 40')).toBe(true));
  });

  test('on a phone the page scrolls under a row that is held above GO', async () => {
    const page = await open(
      { cues: Array.from({ length: 30 }, (_, index) => `- cue: ${index + 1}`).join('\n') },
      { context: { viewport: { width: 390, height: 844 } } },
    );
    await edit(page);
    await page.locator('[data-cue="2"]').scrollIntoViewIfNeeded();
    const grip = await page.locator('[data-cue="2"] .grip').boundingBox();
    const go = await page.locator('.gocol').boundingBox();
    const from = { x: (grip?.x ?? 0) + 22, y: (grip?.y ?? 0) + 22 };
    await at.drag(1, from, 0, (go?.y ?? 0) - 20 - from.y);
    await seen(async () => expect((await page.locator('[data-cue="30"]').boundingBox())?.y).toBeLessThan(go?.y ?? 0));
    await at.lift(1);
    await seen(() => expect(show.numbers).toMatch(/ (?:2[5-9]|30) 2(?: |$)/));
    // GO is under the finger's way, and did nothing.
    expect(show.runner.state().active).toBeUndefined();
  });

  test('what was typed is not lost by Esc, and is told from what is saved', async () => {
    const page = await open();
    await edit(page);
    await page.click('[data-cue="16"] .eopen');
    await page.fill('dialog label:has-text("Name") input', 'Speech of the host');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    expect(show.cue('16')?.name).toBe('Speech host');
    await page.click('[data-cue="16"] .eopen');
    expect(await page.inputValue('dialog label:has-text("Name") input')).toBe('Speech of the host');
    await page.click('dialog button:has-text("Discard it")');
    expect(await page.inputValue('dialog label:has-text("Name") input')).toBe('Speech host');
    await page.fill('dialog label:has-text("Name") input', 'Other');
    await page.click('dialog button:has-text("Cancel")');
    await page.click('[data-cue="16"] .eopen');
    expect(await page.inputValue('dialog label:has-text("Name") input')).toBe('Speech host');
  });

  test('from the keyboard a row moves with Alt and an arrow, keeps the focus, and its new place is read out', async () => {
    const page = await open();
    await edit(page);
    await page.focus('[data-cue="13"] .grip');
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Alt+ArrowUp');
    await seen(() => expect(show.numbers).toBe('9 10 13 11 12 14 15 16 17 18 19'));
    await seen(async () => expect(await page.locator('.sr[role=status]').allInnerTexts()).toContain('13 Ballad: place 3 of 11'));
    expect(await page.evaluate('document.activeElement.closest("[data-cue]").dataset.cue')).toBe('13');
    await page.keyboard.press('Alt+ArrowDown');
    await seen(() => expect(show.numbers).toBe('9 10 11 13 12 14 15 16 17 18 19'));
  });

  test('a line that cannot be is refused at its row while it is typed, and a right one is saved with the rest', async () => {
    const page = await open();
    await edit(page);
    await page.click('[data-cue="13"] .eopen');
    await page.click('dialog button:has-text("Add a line")');
    await page.fill('[aria-label="line 2"]', 'togle ch/1/mute');
    await page.waitForSelector('.said:nth-child(2) .reason');
    expect(text(await page.textContent('.said:nth-child(2) .reason'))).toBe('no verb "togle"; did you mean "toggle"?');
    await page.click('dialog .set');
    expect(show.cue('13')?.lines).toHaveLength(1);
    // A scene may be stored later: it is told, and may be written.
    await page.fill('[aria-label="line 2"]', 'recall "Nobody"');
    await page.waitForSelector('.said:nth-child(2) .not-now:has-text("no scene")');
    await page.fill('[aria-label="line 2"]', 'toggle ch/1/mute');
    await page.waitForSelector('.said:nth-child(2) .would:has-text("would set ch/1/mute")');
    expect(await page.locator('dialog .reason:not(:empty)').count()).toBe(0);
    await page.fill('dialog label:has-text("Wait before it") input', '1,5');
    await page.selectOption('dialog label:has-text("Then the next") select', 'follow');
    await page.fill('dialog label:has-text("so long after") input', '2');
    await page.click('dialog [role=switch]:has-text("Opens")');
    await page.click('dialog .set');
    await page.waitForSelector('dialog', { state: 'detached' });
    expect(show.cue('13')).toMatchObject({
      lines: [{ text: 'recall "Ballad"' }, { text: 'toggle ch/1/mute' }],
      waitMs: 1500,
      next: { kind: 'follow', afterMs: 2000 },
      opens: true,
    });
    // Nothing was said to the desk.
    expect(at.kit.get('ch/1/mute')).toBe(false);
  });

  test('a new cue stands behind the one that was opened last, with a number between; a copy too; removing asks first', async () => {
    const page = await open();
    await edit(page);
    await page.click('[data-cue="12"] .eopen');
    await page.keyboard.press('Escape');
    await page.click('button:has-text("New cue")');
    expect(await page.inputValue('dialog label:has-text("Number") input')).toBe('12.5');
    await page.selectOption('dialog .place select', '13');
    expect(await page.inputValue('dialog label:has-text("Number") input')).toBe('13.5');
    await page.fill('dialog label:has-text("Name") input', 'Speech');
    await page.fill('[aria-label="line 1"]', 'mute ch/1');
    await page.click('dialog .set');
    await seen(() => expect(show.numbers).toBe('9 10 11 12 13 13.5 14 15 16 17 18 19'));
    await page.click('[data-cue="13.5"] .eopen');
    await page.click('dialog button:has-text("Duplicate")');
    await seen(async () => expect(await page.inputValue('dialog label:has-text("Number") input')).toBe('13.8'));
    await page.click('dialog .set');
    await seen(() => expect(show.cue('13.8')).toMatchObject({ name: 'Speech', lines: [{ text: 'mute ch/1' }] }));
    await page.click('[data-cue="13.5"] .eopen');
    await page.click('dialog button:has-text("Remove")');
    expect(show.cue('13.5')).toBeDefined();
    await page.click('dialog button:has-text("Remove it")');
    await seen(() => expect(show.numbers).toBe('9 10 11 12 13 13.8 14 15 16 17 18 19'));
  });

  test('what another page edits is here at once, and is never written over by a dialog that was opened before', async () => {
    const page = await open();
    const other = await secondPage();
    await edit(page);
    await edit(other);
    await page.click('[data-cue="16"] .eopen');
    await page.fill('dialog label:has-text("Name") input', 'Speech of the host');
    await other.click('[data-cue="16"] .eopen');
    await other.fill('dialog label:has-text("Wait before it") input', '4 s');
    await other.click('dialog .set');
    await page.waitForSelector('.theirs:has-text("wait 4 s")');
    expect(await page.isDisabled('dialog .set')).toBe(true);
    expect(show.cue('16')).toMatchObject({ name: 'Speech host', waitMs: 4000 });
    await page.click('dialog button:has-text("Take theirs")');
    expect(await page.inputValue('dialog label:has-text("Wait before it") input')).toBe('4 s');
    await page.fill('dialog label:has-text("Name") input', 'Host');
    await page.click('dialog .set');
    await other.waitForSelector('[data-cue="16"]:has-text("Host")');
    expect(show.cue('16')).toMatchObject({ name: 'Host', waitMs: 4000 });
    await page.click('[data-cue="17"] .eopen');
    show.edit('remove-cue 17');
    await page.waitForSelector('.theirs:has-text("removed")');
    expect(await page.isDisabled('dialog .set')).toBe(true);
  });
});
