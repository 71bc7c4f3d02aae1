import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aScene } from '../scenes/scene-kit.ts';
import { BROWSER, launch } from './page-kit.ts';
import { SceneKit } from './scene-kit.ts';

const FILES = {
  '001 Verse.yaml': 'scene: Verse\nch/1: {fader: -8}\n',
  '013 Ballad.yaml': `scene: Ballad
fade: 4 s along s
safe: [ch/7]
ch/1: {fader: -12.5}
ch/2: {fader: 8.5, pan: 10}
ch/3: {mute: off, fader: -5.5}
ch/4: {mute: off}
ch/5: {mute: on, fader: 3.5}
ch/6: {fader: -6}
ch/7: {fader: -6, pan: -3}
ch/8: {fader: -2.04, eq: {1: {gain: 3, freq: 120 Hz}, 2: {gain: -2}}, send: {1: {level: -18}}}
ch/30: {fader: 3}
bus/1: {fader: -4}
`,
  '020 Wrong.yaml': 'scene: Wrong\nch/1:\n  fadr: -8\n',
};

/** Sheets and what opens them. */
const SHEETS = [
  '.op .box:has-text("Fade")',
  '.op .box:has-text("Curve")',
  '.op .box:has-text("Scope")',
  '.op .box:has-text("Safes")',
  '.pv header button:has-text("Versions")',
  '.cues button:has-text("Store new")',
  '.cues button:has-text("Update 013")',
  '.cues button:has-text("Edit 013")',
] as const;

describe.skipIf(BROWSER === undefined)('scenes on every screen', () => {
  let browser: Browser;
  let kit: SceneKit;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  afterEach(() => kit?.close());

  const open = async (width: number, height: number, look: string): Promise<void> => {
    kit = await SceneKit.open(browser, {
      files: FILES,
      lines: ['mute ch/3', 'mute ch/4', 'safe ch/6, bus/*/eq', 'set ch/2/name "Overhead L"', 'set ch/2/color green'],
      context: { viewport: { width, height } },
    });
    await kit.at.page.evaluate(`Object.assign(document.documentElement.dataset, ${look})`);
    expect(await kit.library.store(aScene('Verse', '001', { 'ch/1/fader': -9 }))).toBeUndefined();
    await kit.at.page.tap('.cue:has-text("Ballad")');
    await kit.at.page.waitForSelector('.df .r.un');
  };
  const eachSheet = async (look: (sheet: string) => Promise<void>): Promise<void> => {
    const { page } = kit.at;
    for (const sheet of SHEETS) {
      await page.tap(sheet);
      await page.waitForSelector('dialog[open]');
      if (sheet.includes('Store')) await page.tap('dialog summary');
      await look(sheet);
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog', { state: 'detached' });
    }
  };

  test.each([
    ['a tablet', 1280, 800, '{}'],
    ['a tablet with large text', 1280, 800, `{ text: 'large' }`],
    ['a small tablet', 1024, 768, '{}'],
    ['a tablet upright', 800, 1280, '{}'],
    ['a phone', 390, 844, '{}'],
  ])('%s: keys are for fingers, letters can be read, nothing reaches over the edge', async (_, width, height, look) => {
    await open(width, height, look);
    expect(await kit.misfits()).toEqual([]);
    await eachSheet(async (sheet) => {
      expect(await kit.misfits(), sheet).toEqual([]);
      const box = await kit.at.page.locator('dialog[open]').boundingBox();
      expect((box?.y ?? -1) + (box?.height ?? height), sheet).toBeLessThanOrEqual(height);
    });
    expect(kit.at.faults).toEqual([]);
  });

  test.each(['night', 'day'])('axe finds nothing serious by %s, in no sheet', async (theme) => {
    await open(1280, 800, `{ theme: '${theme}' }`);
    expect(await kit.findings()).toEqual([]);
    await eachSheet(async (sheet) => expect(await kit.findings(), sheet).toEqual([]));
  });

  test('the channel on a small tablet cuts no text of equaliser, sends and header', async () => {
    kit = await SceneKit.open(browser, {
      files: FILES,
      lines: ['set ch/1/name Vox', 'set ch/1/send/1/level -12.5'],
      context: { viewport: { width: 1024, height: 768 } },
    });
    const { page } = kit.at;
    await page.tap('.tabs a:text-is("Mixer")');
    await page.tap('[data-strip="ch/1"] .plate');
    await page.tap('[data-strip="ch/1"] .plate');
    await page.waitForSelector('.snd1 .hb');
    const cut =
      await page.evaluate(`[...document.querySelectorAll('.hd button, .bands button, .chosen .box, .sends button, .snd1 *')].flatMap((one) =>
      one.clientWidth > 0 && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 2) && !one.matches('.hb, .hb *, .plate b, .sw, .snd1')
        ? [one.className + ' ' + one.textContent] : [])`);
    expect(cut).toEqual([]);
    const lane = await page.locator('.snd1 .hb').first().boundingBox();
    expect(lane?.width).toBeGreaterThanOrEqual(60);
  });

  test.each([
    [1280, 800],
    [800, 1280],
    [390, 844],
  ])('%s x %s: from the surface each view is one tap away', async (width, height) => {
    kit = await SceneKit.open(browser, { files: FILES, context: { viewport: { width, height } } });
    const { page } = kit.at;
    await page.tap('.tabs a:text-is("Surface")');
    await page.waitForSelector('.tabs a[aria-current=page]:text-is("Surface")');
    const over = await page.evaluate(
      `[...document.querySelectorAll('.tabs a')].filter((one) => one.getBoundingClientRect().right > innerWidth).length`,
    );
    expect(over).toBe(0);
    await page.tap('.tabs a:text-is("Scenes")');
    await page.waitForSelector('.sc .sum');
    await page.tap('.tabs a:text-is("Surface")');
    await page.tap('.tabs a:text-is("Mixer")');
    await page.waitForSelector('.strip');
  });
});
