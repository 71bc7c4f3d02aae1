import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Listener } from '../../src/engines/engine.ts';
import { type RemoteKit, remoteKit } from '../remote/remote-kit.ts';

/** A browser of the system; where there is none, these tests say that they were left out. */
const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** What was given to the sound card: when, how long, how loud. Put into the page before its own scripts run. */
const SPY = `
  globalThis.played = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (when) {
    const left = this.buffer.getChannelData(0);
    globalThis.played.push({ when, seconds: this.buffer.duration, peak: Math.max(...left), state: this.context.state });
    return start.call(this, when);
  };
`;

describe.skipIf(BROWSER === undefined)('the status page in a browser', () => {
  let browser: Browser;
  let page: Page;
  let kit: RemoteKit;
  const listeners = new Set<Listener>();
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: BROWSER ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    kit = await remoteKit({
      engine: {
        sound: () => ({ output: 'none', reason: '<img src=x onerror=alert(1)>', sampleRate: 48_000 }),
        listen: (_, listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    faults.length = 0;
    page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
    page.on('pageerror', (error) => void faults.push(String(error)));
    await page.addInitScript(SPY);
    await page.goto(`${kit.remote.url}/`);
    await page.waitForSelector('#engines .state.live');
  });
  afterEach(async () => {
    await page.close();
    await kit.stop();
  });

  const publish = (levelDb: number) => {
    const frame = new Float32Array(kit.meters.points('foh').length).fill(levelDb);
    kit.clock.advance(50);
    kit.meters.publish('foh', frame, kit.clock.nowMs());
  };
  /** Pixels of the canvas that are lit in the colours of a level. */
  const lit = () =>
    page.evaluate(`(() => {
      const canvas = document.getElementById('meters');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height - 20);
      let count = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at + 1] > 140) count++;
      return count;
    })()`);

  test('shows engine, sound and its reason as text, and what is missing; nothing is blocked or thrown', async () => {
    expect(await page.textContent('#engines')).toContain('live');
    expect(await page.textContent('#engines')).toContain('<img src=x onerror=alert(1)>');
    expect(await page.locator('#engines img').count()).toBe(0);
    expect(await page.textContent('#missing')).toBe('no sound device');
    expect(await page.textContent('#clients')).toContain('127.0.0.1');
    expect(faults).toEqual([]);
  });

  test('meters light up from the frames, and go dark when no more come', async () => {
    await vi.waitFor(async () => {
      publish(-10);
      expect(await lit()).toBeGreaterThan(500);
    });
    await vi.waitFor(async () => expect(await lit()).toBe(0), { timeout: 5000 });
    await vi.waitFor(async () => expect(await page.textContent('#loudness')).toContain('- LUFS'));
  });

  test('Listen plays what the engine sends, without gaps', async () => {
    await page.click('#listen');
    await vi.waitFor(() => expect(listeners.size).toBe(1));
    const second = new Float32Array(2 * 9600).fill(0.25);
    for (const listener of listeners) listener(second);
    // Cast: what the spy in the page has kept.
    const played = await vi.waitFor(async () => {
      for (const listener of listeners) listener(second);
      const all = (await page.evaluate('played')) as { when: number; seconds: number; peak: number; state: string }[];
      expect(all.length).toBeGreaterThan(20);
      return all;
    });
    for (const { peak, seconds, state } of played) {
      expect(peak).toBeCloseTo(0.25, 3);
      expect(seconds).toBeCloseTo(0.02, 6);
      expect(state).toBe('running');
    }
    const joins = played.slice(1).map(({ when }, index) => when - (played[index]?.when ?? 0));
    expect(joins.filter((gap) => Math.abs(gap - 0.02) < 1e-9).length).toBeGreaterThan(joins.length / 2);
    await page.click('#listen');
    await vi.waitFor(() => expect(listeners.size).toBe(0));
    expect(faults).toEqual([]);
  });

  test('says in words when the link is lost, and comes back by itself', async () => {
    const { port } = kit.port.local;
    await kit.stop();
    await page.waitForSelector('#banner.bad:not([hidden])');
    expect(await page.textContent('#banner')).toContain('No link');
    kit = await remoteKit({ number: port });
    await page.waitForSelector('#banner', { state: 'hidden' });
    await vi.waitFor(() => expect(kit.remote.clients).toBe(1));
  });
});
