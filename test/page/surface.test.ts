import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type SurfaceHost, surfaceHost } from './surface-host.ts';

/** A browser of the system; where there is none, these tests say that they were left out. */
const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SOON = { timeout: 8000, interval: 20 };

describe.skipIf(BROWSER === undefined)('the virtual surface in a browser', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let kit: SurfaceHost;
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: BROWSER ?? '', args: ['--no-sandbox'] });
    kit = await surfaceHost();
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, hasTouch: true });
    page = await open();
  });
  afterAll(async () => {
    await browser?.close();
    await kit?.stop();
  });
  // What the test before had in hand is free.
  beforeEach(() => kit.clock.advance(2000));
  afterEach(() => expect(faults.splice(0)).toEqual([]));

  /** One more tab: one more unit. */
  async function open(): Promise<Page> {
    const tab = await context.newPage();
    tab.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
    tab.on('pageerror', (error) => void faults.push(String(error)));
    await tab.goto(`${kit.remote.url}/surface`);
    await painted(tab);
    return tab;
  }
  const painted = (tab: Page) => vi.waitFor(async () => expect(await lcd(tab, 1)).toBe('Ch 1'), SOON);
  const lcd = async (tab: Page, strip: number, line = 1): Promise<string> =>
    ((await tab.textContent(`[data-lcd="${strip}"] span:nth-child(${line})`)) ?? '').trim();
  const light = (tab: Page, key: string) => tab.getAttribute(`[data-key="${key}"]`, 'data-light');
  /** Where a cap stands: px above the end of its slot. */
  const cap = (tab: Page, fader: number) =>
    tab.locator(`[data-fader="${fader}"] .cap`).evaluate((element) => -Number(/-?[\d.]+/.exec(element.getAttribute('style') ?? '')?.[0]));
  const level = async (path: string): Promise<number> => ((await kit.json(`/api/v1/params/${path}`)).body as { value: number }).value;
  const put = (path: string, value: unknown) => kit.json(`/api/v1/params/${path}`, 'PUT', { value });
  async function middle(tab: Page, selector: string): Promise<{ x: number; y: number }> {
    const box = await tab.locator(selector).boundingBox();
    if (!box) throw new Error(`${selector} is not to be seen`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }
  const still = async (tab: Page, fader: number) => {
    let before = Number.NaN;
    return vi.waitFor(async () => {
      const now = await cap(tab, fader);
      const was = before;
      before = now;
      expect(now).toBe(was);
      return now;
    }, SOON);
  };

  test('a drag on a fader moves the desk, and the motor of a second unit', async () => {
    const other = await open();
    const from = await still(other, 3);
    const { x, y } = await middle(page, '[data-fader="3"]');
    await page.mouse.move(x, y);
    await page.mouse.down();
    expect(await level('ch/3/fader')).toBe(0);
    await page.mouse.move(x, y + 60, { steps: 6 });
    await vi.waitFor(async () => expect(await level('ch/3/fader')).toBeLessThan(-8), SOON);
    await vi.waitFor(async () => expect(await cap(other, 3)).toBeLessThan(from - 40), SOON);
    await page.mouse.up();
    expect(Math.abs((await still(page, 3)) - (await still(other, 3)))).toBeLessThan(1);
    expect(await page.getAttribute('[data-fader="3"]', 'class')).toBe('fader');
    await other.close();
  });

  test('touch is told before the first move and release after the last, and the monitor shows their bytes', async () => {
    const { x, y } = await middle(page, '[data-fader="3"]');
    kit.heard.length = 0;
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y - 20, { steps: 4 });
    await page.mouse.up();
    const said = await vi.waitFor(() => {
      expect(kit.heard.at(-1)).toBe('90 6a 00');
      return kit.heard.slice();
    }, SOON);
    expect(said[0]).toBe('90 6a 7f');
    expect(said.length).toBeGreaterThan(3);
    for (const move of said.slice(1, -1)) expect(move).toMatch(/^e2 [0-7]. [0-7].$/);
    await vi.waitFor(async () => expect(await page.textContent('.wire ol')).toMatch(/in\s+90 6A 00.*let go of 3/), SOON);
  });

  test('a change of the desk moves the motor and the display, but not a fader under a finger', async () => {
    const { x, y } = await middle(page, '[data-fader="2"]');
    await page.mouse.move(x, y);
    await page.mouse.down();
    const held = await cap(page, 2);
    const free = await still(page, 1);
    await put('ch/2/fader', -30);
    await put('ch/1/fader', -30);
    await put('ch/8/name', 'Vox Ana');
    await vi.waitFor(async () => expect(await lcd(page, 8)).toBe('Vox Ana'), SOON);
    await vi.waitFor(async () => expect(await cap(page, 1)).toBeLessThan(free - 100), SOON);
    expect(await cap(page, 2)).toBe(held);
    await page.mouse.up();
    await vi.waitFor(async () => {
      const text = await page.getAttribute('[data-fader="1"]', 'aria-valuetext');
      expect(text).toMatch(/^minus (29\.[89]|30\.[01]) dB$/);
    }, SOON);
  });

  test('a motor glides: on its way it is seen between the ends', async () => {
    await put('ch/1/fader', 10);
    await vi.waitFor(async () => expect(await cap(page, 1)).toBeGreaterThan(200), SOON);
    await page.evaluate(`(() => {
      globalThis.seen = [];
      const cap = document.querySelector('[data-fader="1"] .cap');
      new MutationObserver(() => seen.push(cap.style.transform)).observe(cap, { attributes: true });
    })()`);
    await put('ch/1/fader', '-inf');
    await vi.waitFor(async () => expect(await cap(page, 1)).toBeLessThan(1), SOON);
    // Cast: what the page has kept.
    const seen = (await page.evaluate('seen')) as string[];
    expect(seen.length).toBeGreaterThan(2);
  });

  test('the mute key mutes and lights, and lights when somebody else mutes', async () => {
    await page.click('[data-key="mute/4"]');
    await vi.waitFor(async () => expect(await light(page, 'mute/4')).toBe('on'), SOON);
    expect(kit.get('ch/4/mute')).toBe(true);
    expect(await page.getAttribute('[data-key="mute/4"]', 'aria-pressed')).toBe('true');
    await put('ch/5/mute', true);
    await vi.waitFor(async () => expect(await light(page, 'mute/5')).toBe('on'), SOON);
  });

  test('two fingers move two faders at once, each its own way', async () => {
    const [one, two] = [await middle(page, '[data-fader="1"]'), await middle(page, '[data-fader="6"]')];
    await put('ch/1/fader', 0);
    await put('ch/6/fader', 0);
    await still(page, 1);
    const touch = await fingers(page);
    await touch('touchStart', [one, two]);
    for (let step = 1; step <= 5; step++) {
      await touch('touchMove', [
        { x: one.x, y: one.y + step * 10 },
        { x: two.x, y: two.y - step * 10 },
      ]);
    }
    await vi.waitFor(async () => {
      expect(await level('ch/1/fader')).toBeLessThan(-4);
      expect(await level('ch/6/fader')).toBeGreaterThan(4);
    }, SOON);
    await touch('touchEnd', []);
    await vi.waitFor(async () => expect(await page.locator('.fader.down').count()).toBe(0), SOON);
  });

  test('a key is held with one finger while another turns a knob: with SHIFT the steps are small', async () => {
    const tick = async (knob: number): Promise<number> => {
      await page.focus(`[data-knob="${knob}"]`);
      await page.keyboard.press('ArrowUp');
      return vi.waitFor(async () => {
        const pan = await level(`ch/${knob}/pan`);
        expect(pan).toBeGreaterThan(0);
        return pan;
      }, SOON);
    };
    const touch = await fingers(page);
    await touch('touchStart', [await middle(page, '[data-key="shift"]')]);
    await vi.waitFor(async () => expect(await page.getAttribute('[data-key="shift"]', 'class')).toContain('down'), SOON);
    expect(await tick(1)).toBe(1);
    await touch('touchEnd', []);
    await vi.waitFor(async () => expect(await page.getAttribute('[data-key="shift"]', 'class')).not.toContain('down'), SOON);
    expect(await tick(2)).toBeGreaterThan(1);
  });

  test('a key that the keyboard holds stays down while the mouse presses another', async () => {
    await page.focus('[data-key="shift"]');
    kit.heard.length = 0;
    await page.keyboard.down(' ');
    await page.click('[data-key="f1"]');
    await page.keyboard.up(' ');
    await vi.waitFor(() => expect(kit.heard).toEqual(['90 46 7f', '90 36 7f', '90 36 00', '90 46 00']), SOON);
  });

  test('another layer repaints names, motors and lights', async () => {
    await put('bus/2/fader', -20);
    await put('bus/3/mute', true);
    await page.click('[data-key="view-busses"]');
    await vi.waitFor(async () => expect(await lcd(page, 1)).toMatch(/bus/i), SOON);
    await vi.waitFor(async () => expect(await light(page, 'mute/3')).toBe('on'), SOON);
    await vi.waitFor(
      async () => expect(await page.getAttribute('[data-fader="2"]', 'aria-valuetext')).toMatch(/^minus (19\.9|20\.[01]) dB$/),
      SOON,
    );
    expect(await lcd(page, 5)).toBe('');
    await page.click('[data-key="view-inputs"]');
    await painted(page);
  });

  test('a tap on a knob pushes it: the pan is in the middle again', async () => {
    await put('ch/2/pan', 30);
    await page.click('[data-knob="2"]');
    await vi.waitFor(async () => expect(await level('ch/2/pan')).toBe(0), SOON);
  });

  test('the keyboard moves faders, turns knobs and presses keys', async () => {
    await put('ch/1/fader', 0);
    await put('ch/1/pan', 0);
    await still(page, 1);
    await page.focus('[data-fader="1"]');
    await page.keyboard.press('PageDown');
    await vi.waitFor(async () => expect(await level('ch/1/fader')).toBeLessThan(-1), SOON);
    await page.focus('[data-knob="1"]');
    await page.keyboard.press('ArrowUp');
    await vi.waitFor(async () => expect(await level('ch/1/pan')).toBeGreaterThan(0), SOON);
    await page.focus('[data-key="mute/1"]');
    await page.keyboard.press(' ');
    await vi.waitFor(() => expect(kit.get('ch/1/mute')).toBe(true), SOON);
    await vi.waitFor(async () => expect(await page.locator('.fader.down').count()).toBe(0), SOON);
  });

  test('meters light from the bytes and fall by themselves when no more come', async () => {
    const lit = () =>
      page.evaluate(`(() => {
        const canvas = document.querySelector('canvas.leds');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let at = 0; at < data.length; at += 4) if (data[at + 1] > 200 && data[at + 3] > 200) count++;
        return count;
      })()`);
    expect(await lit()).toBe(0);
    await vi.waitFor(async () => {
      kit.meters.publish('foh', new Float32Array(kit.meters.points('foh').length).fill(-10), performance.now());
      expect(await lit()).toBeGreaterThan(500);
    }, SOON);
    await vi.waitFor(async () => expect(await lit()).toBe(0), SOON);
  });

  test('without a link it says so and is dark; back again it is repainted, and nothing old is sent', async () => {
    await put('ch/1/mute', true);
    await vi.waitFor(async () => expect(await light(page, 'mute/1')).toBe('on'), SOON);
    const { x, y } = await middle(page, '[data-fader="3"]');
    await page.mouse.move(x, y);
    await page.mouse.down();
    const { port } = kit.port.local;
    await kit.stop();
    await page.waitForSelector('.banner.bad');
    expect(await page.textContent('.banner')).toContain('No link');
    expect(await lcd(page, 1)).toBe('');
    expect(await light(page, 'mute/1')).toBe('off');
    await page.mouse.move(x, y - 80, { steps: 4 });
    kit = await surfaceHost(port);
    await painted(page);
    await page.mouse.move(x, y - 40, { steps: 4 });
    await page.mouse.up();
    expect(await page.locator('.banner').count()).toBe(0);
    expect(await level('ch/3/fader')).toBe(0);
    expect(kit.desk.log.size).toBe(0);
    // A connection that was refused is a line of the browser's own.
    expect(faults.splice(0).filter((line) => !line.startsWith('WebSocket connection'))).toEqual([]);
  });

  test('while the daemon takes no more units it says why, and is plugged in as soon as there is room', async () => {
    kit.hands.isFull = true;
    await page.reload();
    await page.waitForSelector('.banner.warn');
    expect(await page.textContent('.banner')).toContain('32 surfaces in browsers');
    await page.click('[data-key="mute/1"]');
    kit.hands.isFull = false;
    await painted(page);
    await vi.waitFor(async () => expect(await page.locator('.banner').count()).toBe(0), SOON);
    expect(kit.get('ch/1/mute')).toBe(false);
  });

  test.each([
    ['night', 1280, 800],
    ['day', 1024, 768],
  ])('%s at %d x %d: everything has its place, and axe finds nothing serious', async (theme, width, height) => {
    await page.evaluate(`localStorage.setItem('deskbridge.theme', '${theme}')`);
    await page.setViewportSize({ width, height });
    await page.reload();
    await painted(page);
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe(theme);
    // Cast: what axe answers.
    await page.evaluate(AXE);
    const found = (await page.evaluate(`axe.run({ resultTypes: ['violations'] })`)) as {
      violations: { id: string; impact: string; nodes: { html: string }[] }[];
    };
    const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    const cut = await page.evaluate(`[...document.querySelectorAll('.case .key')]
      .filter((key) => key.scrollWidth > key.clientWidth + 6).map((key) => key.textContent)`);
    expect(cut).toEqual([]);
    const jog = await page.locator('.jog').boundingBox();
    expect((jog?.x ?? 0) + (jog?.width ?? 0)).toBeLessThan(width);
    expect((jog?.y ?? 0) + (jog?.height ?? 0)).toBeLessThan(height - 106);
  });

  /** Fingers by the protocol of the browser's own tools: as many at once as are named. */
  async function fingers(tab: Page) {
    const session: CDPSession = await context.newCDPSession(tab);
    return (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly { x: number; y: number }[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(({ x, y }, id) => ({ x, y, id })) });
  }
});
