import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, type CDPSession, chromium, type Locator, type Page } from 'playwright-core';
import { type RemoteKit, remoteKit } from '../remote/remote-kit.ts';

/** A browser of the system; where there is none, these tests say that they were left out. */
export const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export const launch = (args: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: BROWSER ?? '', args: ['--no-sandbox', ...args] });

/** A device that was paired before. */
export const withToken = (token: string): string => `localStorage.setItem('deskbridge.token', '${token}');`;

export type KitOptions = Parameters<typeof remoteKit>[0];

/** A page in a browser with fingers, on a desk whose clock the test moves. */
export class PageKit {
  kit: RemoteKit;
  readonly page: Page;
  /** What the browser complained of: errors, and what the security policy forbade. */
  readonly faults: string[] = [];
  readonly #cdp: CDPSession;
  readonly #down = new Map<number, { x: number; y: number; radius: number }>();

  private constructor(kit: RemoteKit, page: Page, cdp: CDPSession) {
    this.kit = kit;
    this.page = page;
    this.#cdp = cdp;
  }

  static async open(
    browser: Browser,
    options: { kit?: KitOptions; context?: BrowserContextOptions; script?: string; host?: string; state?: string } = {},
  ): Promise<PageKit> {
    const kit = await remoteKit(options.kit);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, hasTouch: true, ...options.context });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const opened = new PageKit(kit, page, await context.newCDPSession(page));
    page.on('console', (message) => void (message.type() === 'error' && opened.faults.push(message.text())));
    page.on('pageerror', (error) => void opened.faults.push(String(error)));
    if (options.script) await page.addInitScript(options.script);
    const url = new URL(kit.remote.url);
    if (options.host) url.hostname = options.host;
    await page.goto(url.href);
    if (options.state !== 'none') {
      await page.waitForSelector(`html[data-state=${options.state ?? 'ok'}]`);
      await page.waitForSelector('.strip');
    }
    return opened;
  }

  /** A new daemon where the old one was, after its end. */
  static async restart(at: PageKit, number: number, prepare: (kit: RemoteKit) => void): Promise<RemoteKit> {
    at.kit = await remoteKit({ number });
    prepare(at.kit);
    return at.kit;
  }

  async close(): Promise<void> {
    await this.page.context().close();
    await this.kit.stop();
  }

  strip(path: string): Locator {
    return this.page.locator(`[data-strip="${path}"]`).first();
  }

  /** Where a finger lands on a lane, and how far the cap can go (px). */
  async lane(path: string): Promise<{ x: number; y: number; travel: number }> {
    const box = await this.strip(path).locator('.lane').boundingBox();
    if (!box) throw new Error(`${path} has no lane`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, travel: box.height - 34 };
  }

  // ---- fingers ----

  /** @param radius of the contact, px */
  async press(id: number, x: number, y: number, radius = 8): Promise<void> {
    this.#down.set(id, { x, y, radius });
    await this.#touch('touchStart');
  }
  async move(id: number, x: number, y: number): Promise<void> {
    this.#down.set(id, { x, y, radius: this.#down.get(id)?.radius ?? 8 });
    await this.#touch('touchMove');
  }
  async lift(id: number): Promise<void> {
    this.#down.delete(id);
    await this.#touch('touchEnd');
  }

  /** A calm drag in small steps: slow enough for a hand. */
  async drag(id: number, from: { x: number; y: number }, dx: number, dy: number, steps = 12): Promise<void> {
    await this.press(id, from.x, from.y);
    for (let i = 1; i <= steps; i++) {
      await this.move(id, from.x + (dx * i) / steps, from.y + (dy * i) / steps);
      await this.page.waitForTimeout(20);
    }
  }

  async #touch(type: 'touchStart' | 'touchMove' | 'touchEnd'): Promise<void> {
    const touchPoints = [...this.#down].map(([id, { x, y, radius }]) => ({ id, x, y, radiusX: radius, radiusY: radius }));
    await this.#cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
  }

  /**
   * Presses and lifts inside the page, without the time that driving a browser takes: for what is decided by milliseconds.
   * @param ways where the finger goes before it is lifted, px down from where it landed
   */
  async quick(path: string, ...ways: readonly (readonly number[])[]): Promise<void> {
    await this.page.evaluate(`(() => {
      const lane = document.querySelector('[data-strip="${path}"] .lane');
      const { x, y, width, height } = lane.getBoundingClientRect();
      const fire = (type, dy) => lane.dispatchEvent(new PointerEvent(type, {
        pointerId: 1, pointerType: 'mouse', isPrimary: true, bubbles: true, button: type === 'pointermove' ? -1 : 0,
        clientX: x + width / 2, clientY: y + height / 2 + dy }));
      const capture = lane.setPointerCapture;
      lane.setPointerCapture = () => {};
      for (const way of ${JSON.stringify(ways)}) {
        fire('pointerdown', 0);
        for (const dy of way) fire('pointermove', dy);
        globalThis.bubble = lane.querySelector('.bub b').textContent;
        fire('pointerup', way.at(-1) ?? 0);
      }
      lane.setPointerCapture = capture;
    })()`);
  }

  /** Figures of the browser's engine. */
  async metrics(): Promise<Map<string, number>> {
    await this.#cdp.send('Performance.enable');
    const { metrics } = await this.#cdp.send('Performance.getMetrics');
    return new Map(metrics.map(({ name, value }) => [name, value]));
  }

  /** A meter frame with all points at one level. */
  publish(levelDb: number): void {
    this.kit.clock.advance(50);
    this.kit.meters.publish('foh', new Float32Array(this.kit.meters.points('foh').length).fill(levelDb), this.kit.clock.nowMs());
  }
}
