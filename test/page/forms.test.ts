import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { BROWSER, launch, PageKit } from './page-kit.ts';

const FORMS = {
  'landscape tablet': { width: 1280, height: 800 },
  'smaller landscape tablet': { width: 1180, height: 820 },
  'old landscape tablet': { width: 1024, height: 768 },
  'upright tablet': { width: 800, height: 1280 },
  phone: { width: 390, height: 844 },
} as const;

/** Targets a hand presses while looking elsewhere (px). */
const TARGET = 44;

describe.skipIf(BROWSER === undefined)('the mixer on every screen', () => {
  let browser: Browser;
  let at: PageKit;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  afterEach(() => at?.close());

  /** Keys that reach over the edge of the screen, and strip keys too small for a wet finger. */
  const wrong = async (): Promise<unknown> =>
    at.page.evaluate(`[...document.querySelectorAll('button, a, [role=slider]')].flatMap((key) => {
      const { left, top, right, bottom, width, height } = key.getBoundingClientRect();
      if (width === 0) return [];
      const name = key.className + ' ' + key.textContent;
      const isOutside = left < 0 || top < 0 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5;
      const isSmall = key.matches('.strip .solo, .strip .mute, .strip .plate') && (height < ${TARGET} || width < ${TARGET});
      return isOutside || isSmall ? [name] : [];
    })`);

  /** Faders and meters that stand in the next strip, and names that are cut. */
  const spilt = async (): Promise<unknown> =>
    at.page.evaluate(`[...document.querySelectorAll('.strip')].flatMap((strip) => {
      const { right, width } = strip.getBoundingClientRect();
      if (width === 0) return [];
      const outside = [...strip.querySelectorAll('.cap, .mt, .gr, .gl')].filter((part) => part.getBoundingClientRect().right > right + 0.5);
      const cut = [...strip.querySelectorAll('.plate b')].filter((name) => name.scrollWidth > name.clientWidth);
      return [...outside, ...cut].map((part) => strip.dataset.strip + ' ' + part.className + ' ' + part.textContent);
    })`);

  test.each(['landscape tablet', 'smaller landscape tablet', 'old landscape tablet'] as const)(
    '%s: what belongs to a strip stands in it, and its name is whole',
    async (form) => {
      at = await PageKit.open(browser, { context: { viewport: FORMS[form] } });
      expect(await at.page.locator('.strip .mt').count()).toBeGreaterThan(8);
      expect(await spilt()).toEqual([]);
    },
  );

  test('where the rail is low the mixes stand in two columns, and do not cover the mute groups', async () => {
    // Four buses in this desk: as low for them as a banner on 1024 x 768 is for eight.
    at = await PageKit.open(browser, { context: { viewport: { width: 1024, height: 420 } } });
    const last = await at.page.locator('.rail .mixes > button').last().boundingBox();
    const groups = await at.page.locator('.rail .groups').boundingBox();
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(groups?.y ?? 0);
  });

  test.each(Object.entries(FORMS))(
    '%s: nothing reaches over the edge or scrolls, keys are large enough, axe finds nothing serious',
    async (_, viewport) => {
      at = await PageKit.open(browser, { context: { viewport } });
      expect(await wrong()).toEqual([]);
      expect(
        await at.page.evaluate('[document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]'),
      ).toEqual([0, 0]);
      await at.page.evaluate(axe.source);
      // Cast: the part of axe's answer that is looked at.
      const { violations } = (await at.page.evaluate('axe.run()')) as {
        violations: { id: string; impact: string; nodes: { html: string }[] }[];
      };
      const found = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(found.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
      expect(at.faults).toEqual([]);
    },
  );

  test('large text and the left hand fit as well', async () => {
    at = await PageKit.open(browser, {
      script: `localStorage.setItem('deskbridge.text', 'large'); localStorage.setItem('deskbridge.hand', 'left');`,
    });
    expect(await wrong()).toEqual([]);
    const rail = await at.page.locator('.rail').boundingBox();
    expect(rail?.x).toBeGreaterThan(1000);
  });

  test('a phone shows four strips and main; the same bank again is its other half; mixes open from below', async () => {
    at = await PageKit.open(browser, { context: { viewport: FORMS.phone } });
    const strips = async (): Promise<(string | null)[]> =>
      Promise.all((await at.page.locator('.strip').all()).map((strip) => strip.getAttribute('data-strip')));
    expect(await strips()).toEqual(['ch/1', 'ch/2', 'ch/3', 'ch/4', 'main']);
    await at.page.click('.ov button:first-child');
    await vi.waitFor(async () => expect(await strips()).toEqual(['ch/5', 'ch/6', 'ch/7', 'ch/8', 'main']));
    await at.page.click('.pnav button:first-child');
    await at.page.click('.drawer button:nth-child(2)');
    await at.page.waitForSelector('.banner.sofb');
    expect(await at.page.locator('.drawer').count()).toBe(0);
    const lane = await at.lane('ch/5');
    await at.drag(1, lane, 0, -60, 16);
    await at.lift(1);
    await vi.waitFor(() => expect(Number(at.kit.get('ch/5/send/1/level'))).toBeGreaterThan(-90));
    expect(at.kit.get('ch/5/fader')).toBe(0);
  });

  test('a page in the hand of the same person goes where the surface goes, until a bank is chosen by hand', async () => {
    at = await PageKit.open(browser, {
      script: `globalThis.sockets = []; globalThis.WebSocket = class extends WebSocket {
      constructor(...args) { super(...args); globalThis.sockets.push(this); } };`,
    });
    const surface = async (strips: readonly string[]): Promise<void> => {
      const news = {
        t: 'surfaces',
        surfaces: [
          {
            name: 'X-Touch',
            model: 'Behringer X-Touch',
            state: 'live',
            reason: '',
            layer: 'inputs',
            mode: 'pan',
            flip: false,
            strips,
            selected: null,
            load: 0,
            waitingMs: 0,
          },
        ],
      };
      await at.page.evaluate(`sockets.at(-1).onmessage({ data: ${JSON.stringify(JSON.stringify(news))} })`);
    };
    await surface(['bus/1', 'bus/2', 'bus/3', 'bus/4']);
    await at.strip('bus/3').waitFor();
    expect(await at.page.locator('.ov [aria-selected=true]').textContent()).toContain('X-Touch');
    await surface(['ch/3', 'ch/4', 'ch/5', 'ch/6', 'ch/7', 'ch/8']);
    await at.strip('ch/8').waitFor();
    expect(await at.strip('ch/1').count()).toBe(0);
    await at.page.locator('.ov button').last().click();
    await at.strip('dca/1').waitFor();
    await surface(['bus/1', 'bus/2']);
    await at.strip('dca/1').waitFor();
    expect(await at.strip('bus/1').count()).toBe(0);
  });
});
