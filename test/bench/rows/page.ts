import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { wavHeader, writeSamples } from '../../../src/wire/formats/wav-write.ts';
import { Daemon } from '../kit/daemon.ts';
import { DeskClient } from '../kit/desk-client.ts';
import { scratch } from '../kit/folder.ts';
import { median } from '../kit/stats.ts';
import { sleep, until } from '../kit/wait.ts';
import { goalRow, infoRow, type Row } from '../row.ts';

const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const CHANNELS = 32;
const RATE = 48_000;
const THROTTLE = 4;
const WINDOWS = 5;
const WINDOW_MS = 2000;
/** A stage's radio on a bad day: 3 Mbit/s, 20 ms each way. */
const SLOW_NETWORK = { offline: false, latency: 40, downloadThroughput: 3_000_000 / 8, uploadThroughput: 1_000_000 / 8 };
const PAINT_RUNS = 5;
const METER_FRAMES = 300;

/** A second of a drum that loops: every meter moves in every frame. @returns its folder */
function drumTake(): string {
  const folder = scratch();
  const wave = Float32Array.from(
    { length: RATE },
    (_, at) => 0.8 * Math.exp(-6 * ((at % 12_000) / RATE)) * Math.sin((2 * Math.PI * 200 * at) / RATE),
  );
  const shape = { channels: 1, sampleRate: RATE, format: 'f32' } as const;
  writeFileSync(join(folder, '01 Drum.wav'), Buffer.concat([wavHeader(shape, RATE), writeSamples(shape, [wave], RATE)]));
  return folder;
}

async function drums(daemon: Daemon): Promise<void> {
  const client = await DeskClient.open(daemon.ws);
  const sources = Array.from({ length: CHANNELS }, (_, i) => [`ch/${i + 1}/source`, 'player/1'] as const);
  for (const [path, value] of [['player/folder', drumTake()], ...sources, ['player/state', 'play']] as const) {
    const answer = await client.ask({ t: 'set', path, value });
    if (answer.t !== 'ok') throw new Error(`${path}: ${JSON.stringify(answer)}`);
  }
  client.close();
}

async function figures(cdp: CDPSession): Promise<Map<string, number>> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

/** Animation frames in a window, as the page itself sees them. */
const framesIn = async (page: Page, ms: number): Promise<number> =>
  // Cast: the expression counts.
  (await page.evaluate(`new Promise((resolve) => {
    let frames = 0;
    const end = performance.now() + ${ms};
    const tick = () => (performance.now() < end ? (frames++, requestAnimationFrame(tick)) : resolve(frames));
    requestAnimationFrame(tick);
  })`)) as number;

const mixer = async (page: Page, url: string): Promise<void> => {
  await page.goto(url);
  await page.waitForSelector('html[data-state=ok]');
  await page.waitForSelector('.strip');
};

/** First paint of what the page shows, from an empty cache over a slow network. */
async function firstPaint(browser: Browser, url: string): Promise<{ paintMs: number; bytes: number }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', SLOW_NETWORK);
  let bytes = 0;
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await mixer(page, url);
  // Cast: a number, by the expression.
  const paintMs = (await page.evaluate('performance.getEntriesByName("first-contentful-paint")[0].startTime')) as number;
  await context.close();
  return { paintMs, bytes };
}

/** The page on a slow tablet: frames with meters that move, layouts of them, first paint, bytes. Needs Chromium. */
export async function pageRows(): Promise<readonly Row[]> {
  if (BROWSER === undefined) return [infoRow('page: no Chromium here, not measured', Number.NaN)];
  const daemon = await Daemon.start({ yaml: `engines: {foh: {type: embedded, channels: ${CHANNELS}}}\n` });
  await drums(daemon);
  const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
  try {
    const paints: { paintMs: number; bytes: number }[] = [];
    for (let i = 0; i < PAINT_RUNS; i++) paints.push(await firstPaint(browser, daemon.http));
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    // Only meters: what looks at the link and the daemon each second shows words, and words are laid out.
    await page.addInitScript('{ const each = setInterval; globalThis.setInterval = (run, ms) => (ms >= 1000 ? 0 : each(run, ms)); }');
    await page.addInitScript(`{
      globalThis.meterFrames = 0;
      const { set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
      Object.defineProperty(WebSocket.prototype, 'onmessage', { set(hear) {
        set.call(this, (event) => { if (typeof event.data !== 'string') globalThis.meterFrames++; hear(event); });
      } });
    }`);
    await mixer(page, daemon.http);
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable');
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
    await sleep(WINDOW_MS);
    const before = await figures(cdp);
    // Cast: the spy's own counter.
    const heard = async (): Promise<number> => (await page.evaluate('meterFrames')) as number;
    const from = await heard();
    const fps: number[] = [];
    for (let i = 0; i < WINDOWS; i++) fps.push((1000 * (await framesIn(page, WINDOW_MS))) / WINDOW_MS);
    await until(async () => (await heard()) - from >= METER_FRAMES, 30_000);
    const after = await figures(cdp);
    const rise = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    return [
      goalRow(`page: frames/s, ${CHANNELS} channels of moving meters, CPU slowed ${THROTTLE}x`, median(fps), { least: 58 }),
      goalRow(`page: layouts in ${METER_FRAMES} meter frames`, rise('LayoutCount'), { most: 0 }),
      goalRow(`page: style recalculations in ${METER_FRAMES} meter frames`, rise('RecalcStyleCount'), { most: 0 }),
      goalRow('page: first paint over 3 Mbit/s, ms', median(paints.map(({ paintMs }) => paintMs)), { most: 1000 }),
      goalRow('page: kB transferred, with the layout of the desk', median(paints.map(({ bytes }) => bytes)) / 1000, { most: 150 }),
    ];
  } finally {
    await browser.close();
    await daemon.stop();
  }
}
