import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { wavHeader, writeSamples } from '../../src/wire/formats/wav-write.ts';
import { cleanEnvironment, plainShow } from '../cli/daemon.ts';
import { scratch } from '../scratch.ts';

/** A browser of the system; where there is none, these tests say that they were left out. */
const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const SOON = { timeout: 15_000, interval: 50 };
const RATE_HZ = 48_000;
const TONE_S = 60;

/** A track with a tone of -6 dB full scale. */
function toneTake(): string {
  const folder = join(scratch(), 'tone');
  mkdirSync(folder);
  const frames = TONE_S * RATE_HZ;
  const wave = Float32Array.from({ length: frames }, (_, at) => 0.5 * Math.sin((2 * Math.PI * 440 * at) / RATE_HZ));
  const shape = { sampleRate: RATE_HZ, channels: 1, format: 's24' } as const;
  writeFileSync(join(folder, '01 Tone.wav'), Buffer.concat([wavHeader(shape, frames), writeSamples(shape, [wave], frames)]));
  return folder;
}

describe.skipIf(BROWSER === undefined)('the virtual surface at a running daemon', () => {
  let browser: Browser;
  let page: Page;
  let daemon: ChildProcess;
  let http: string;
  const faults: string[] = [];

  beforeAll(async () => {
    const args = ['start', '--json', '--show', plainShow(), '--port', '0', '--osc-port', '0', '--audio', 'none'];
    daemon = spawn(process.execPath, ['dist/main.js', ...args], { env: cleanEnvironment(scratch()), stdio: ['ignore', 'pipe', 'ignore'] });
    let out = '';
    daemon.stdout?.on('data', (part) => {
      out += String(part);
    });
    await vi.waitFor(() => expect(out).toContain('"event":"ready"'), SOON);
    // Cast: what the daemon says when it serves.
    http = (JSON.parse(out.split('\n').find((line) => line.includes('"event":"ready"')) ?? '{}') as { http: string }).http;
    browser = await chromium.launch({ executablePath: BROWSER ?? '', args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
    page.on('pageerror', (error) => void faults.push(String(error)));
    await page.goto(`${http}/surface`);
    await vi.waitFor(async () => expect(await lcd(1)).not.toBe(''), SOON);
  });
  afterAll(async () => {
    await browser?.close();
    const ended = new Promise((resolve) => daemon?.once('exit', resolve));
    daemon?.kill('SIGTERM');
    await ended;
  });

  const put = (path: string, value: unknown) =>
    fetch(`${http}/api/v1/params/${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ value }),
    });
  const lcd = async (strip: number): Promise<string> => ((await page.textContent(`[data-lcd="${strip}"] span:nth-child(1)`)) ?? '').trim();
  const light = (key: string) => page.getAttribute(`[data-key="${key}"]`, 'data-light');
  /** Lights of the first meter that are on, from below. */
  const lit = (): Promise<boolean[]> =>
    page.evaluate(`(() => {
      const canvas = document.querySelector('canvas.leds');
      const box = document.querySelector('[data-meter="0"]').getBoundingClientRect();
      const outer = canvas.getBoundingClientRect();
      const pitch = box.height / 8;
      return Array.from({ length: 8 }, (_, led) => {
        const x = box.left - outer.left + box.width / 2;
        const y = box.bottom - outer.top - (led + 0.5) * pitch;
        const [red, green] = canvas.getContext('2d').getImageData(Math.round(x), Math.round(y), 1, 1).data;
        return Math.max(red, green) > 150;
      });
    })()`) as Promise<boolean[]>;

  test('plugs in as a surface of its own, and all is as the daemon says', async () => {
    const surfaces = (await (await fetch(`${http}/api/v1/surfaces`)).json()) as { name: string; state: string; strips: string[] }[];
    expect(surfaces).toMatchObject([{ state: 'live', strips: ['ch/1', 'ch/2', 'ch/3', 'ch/4', 'ch/5', 'ch/6', 'ch/7', 'ch/8'] }]);
    await vi.waitFor(async () => expect(await page.textContent('.wire')).toContain(surfaces[0]?.name), SOON);
  });

  test('bank right shows the next eight strips: names, motors, lights', async () => {
    await put('ch/9/name', 'Bass');
    await put('ch/10/mute', true);
    await put('ch/11/fader', -30);
    await page.click('[data-key="bank-right"]');
    await vi.waitFor(async () => expect(await lcd(1)).toBe('Bass'), SOON);
    await vi.waitFor(async () => expect(await light('mute/2')).toBe('on'), SOON);
    await vi.waitFor(
      async () => expect(await page.getAttribute('[data-fader="3"]', 'aria-valuetext')).toMatch(/^minus (29\.[89]|30\.[0-2]) dB$/),
      SOON,
    );
    await page.click('[data-key="bank-left"]');
    await vi.waitFor(async () => expect(await lcd(1)).not.toBe('Bass'), SOON);
  });

  test('the monitor names what a move did on the desk', async () => {
    const box = await page.locator('[data-fader="4"]').boundingBox();
    const [x, y] = [(box?.x ?? 0) + 20, (box?.y ?? 0) + 150];
    await put('ch/4/name', 'BV Tom');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 30, { steps: 5 });
    await vi.waitFor(
      async () => expect(await page.textContent('.wire ol')).toMatch(/move 4 to \d+.*BV Tom −\d+\.\d dB → ch\/4\/fader/),
      SOON,
    );
    await page.mouse.up();
  });

  test('PLAY plays, the lights of the meter follow the sound, and too much sound sets the clip light until it is cleared', async () => {
    await fetch(`${http}/api/v1/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ line: `player load "${toneTake()}"` }),
    });
    await put('ch/1/source', 'player/1');
    await put('ch/1/fader', 0);
    expect(await lit()).toEqual(Array(8).fill(false));
    await page.click('[data-key="play"]');
    await vi.waitFor(async () => expect(await light('play')).toBe('on'), SOON);
    await vi.waitFor(async () => {
      const lights = await lit();
      expect(lights[0]).toBe(true);
      expect(lights[7]).toBe(false);
    }, SOON);
    await put('ch/1/fader', -40);
    await vi.waitFor(async () => expect((await lit()).filter(Boolean).length).toBeLessThan(4), SOON);
    await put('ch/1/preamp/trim', 18);
    await put('ch/1/fader', 10);
    await vi.waitFor(async () => expect((await lit())[7]).toBe(true), SOON);
    await page.click('[data-key="stop"]');
    await vi.waitFor(async () => expect(await lit()).toEqual([...Array(7).fill(false), true]), SOON);
    await page.click('[data-key="cancel"]');
    await vi.waitFor(async () => expect(await lit()).toEqual(Array(8).fill(false)), SOON);
    expect(faults).toEqual([]);
  });
});
