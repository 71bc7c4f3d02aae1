import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Listener } from '../../src/engines/engine.ts';
import { TOKENS } from '../remote/remote-kit.ts';
import { BROWSER, launch, PageKit, withToken } from './page-kit.ts';

const PAGE_BYTES = 150_000;

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

describe.skipIf(BROWSER === undefined)('the page in a browser', () => {
  let browser: Browser;
  let at: PageKit;

  beforeAll(async () => {
    browser = await launch(['--host-resolver-rules=MAP foh.test 127.0.0.1', '--autoplay-policy=no-user-gesture-required']);
  });
  afterAll(() => browser?.close());
  afterEach(() => at?.close());

  /** Findings of axe that keep people out. */
  const findings = async (): Promise<string[]> => {
    await at.page.evaluate(axe.source);
    // Cast: the part of axe's answer that is looked at.
    const { violations } = (await at.page.evaluate('axe.run({ resultTypes: ["violations"] })')) as {
      violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
    };
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary.slice(0, 160)}`));
  };

  describe('as it is opened', () => {
    beforeEach(async () => {
      at = await PageKit.open(browser);
    });

    test('nothing is blocked, thrown or loaded from elsewhere', async () => {
      await at.page.click('.chip.link');
      await at.page.waitForSelector('.sheetside');
      expect(await at.page.textContent('.sheetside .missing')).toBe('no sound device');
      // Cast: what the browser's own list of loads holds.
      const loads = (await at.page.evaluate('performance.getEntriesByType("resource").map(({ name }) => new URL(name).host)')) as string[];
      expect(new Set(loads)).toEqual(new Set([new URL(at.kit.remote.url).host]));
      expect(at.faults).toEqual([]);
    });

    test.each(['night', 'day'])(
      'axe finds nothing serious by %s, with a mute, a solo, a selection and another hand in sight',
      async (theme) => {
        at.kit.say('mute ch/3');
        at.kit.say('solo ch/4');
        await at.page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
        await at.strip('ch/2').locator('.plate').click();
        await at.strip('ch/3').locator('.mute[aria-checked=true]').waitFor();
        expect(await findings()).toEqual([]);
        await at.page.click('.rail .mixes button:nth-child(3)');
        await at.page.waitForSelector('.banner.sofb');
        expect(await findings()).toEqual([]);
      },
    );

    test('meters light up from the frames, and go dark when no more come', async () => {
      const lit = () =>
        at.page.evaluate(`(() => {
          const canvas = document.querySelector('.desk .meters');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let count = 0;
          for (let at = 0; at < data.length; at += 4) if (data[at + 1] > 140) count++;
          return count;
        })()`);
      await vi.waitFor(async () => {
        at.publish(-10);
        expect(await lit()).toBeGreaterThan(5000);
      });
      await vi.waitFor(async () => expect(await lit()).toBeLessThan(1000), { timeout: 5000 });
    });

    test('a clip is latched until somebody taps it', async () => {
      await vi.waitFor(async () => {
        at.publish(-0.2);
        expect(await at.strip('ch/2').locator('.clip.on').count()).toBe(1);
      });
      await at.strip('ch/2').locator('.clip').click();
      await vi.waitFor(async () => expect(await at.strip('ch/2').locator('.clip.on').count()).toBe(0));
      expect(await at.strip('ch/3').locator('.clip.on').count()).toBe(1);
    });

    test('follows mutes of DCAs and groups, names and colours that others change', async () => {
      at.kit.say('set ch/2/name Sax');
      at.kit.say('set ch/2/color magenta');
      at.kit.say('set ch/2/group/1 on');
      at.kit.say('mute group/1');
      await vi.waitFor(async () => {
        expect(await at.strip('ch/2').locator('.plate b').textContent()).toBe('Sax');
        expect(await at.strip('ch/2').locator('.marks .m.on').textContent()).toBe('M1');
        expect(await at.strip('ch/2').locator('.mute').textContent()).toContain('M1');
      });
      expect(await at.strip('ch/2').getAttribute('class')).toContain('muted');
    });
  });

  test('300 meter frames cost no layout and no style recalculation', async () => {
    // Only meters: what looks at the link and the daemon each second shows words, and words are laid out.
    at = await PageKit.open(browser, {
      script: 'const each = setInterval; globalThis.setInterval = (run, ms) => (ms >= 1000 ? 0 : each(run, ms));',
    });
    const settled = async (): Promise<void> => {
      await vi.waitFor(async () => {
        at.publish(-20);
        const before = (await at.metrics()).get('LayoutCount');
        await at.page.waitForTimeout(200);
        expect((await at.metrics()).get('LayoutCount')).toBe(before);
      });
    };
    await settled();
    const before = await at.metrics();
    const drawn = `globalThis.drawn = 0; {
        const draw = CanvasRenderingContext2D.prototype.drawImage;
        CanvasRenderingContext2D.prototype.drawImage = function (...args) { globalThis.drawn++; return draw.apply(this, args); };
      }`;
    await at.page.evaluate(drawn);
    for (let i = 0; i < 300; i++) {
      at.publish(-60 + (i % 50));
      await new Promise((resolve) => setTimeout(resolve, 12));
    }
    const after = await at.metrics();
    expect(await at.page.evaluate('globalThis.drawn')).toBeGreaterThan(300);
    for (const name of ['LayoutCount', 'RecalcStyleCount'])
      expect([name, (after.get(name) ?? 0) - (before.get(name) ?? 0)]).toEqual([name, 0]);
  });

  test('comes over in few bytes, packed, and is kept by the browser', async () => {
    at = await PageKit.open(browser);
    const cdp = await at.page.context().newCDPSession(at.page);
    await cdp.send('Network.enable');
    await cdp.send('Network.clearBrowserCache');
    let bytes = 0;
    cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await at.page.reload();
    await at.page.waitForSelector('html[data-state=ok]');
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(PAGE_BYTES);
    bytes = 0;
    await at.page.reload();
    await at.page.waitForSelector('html[data-state=ok]');
    expect(bytes).toBeLessThan(PAGE_BYTES / 3);
  });

  test('after a restart of the daemon no old value is shown as true, and nothing that was touched meanwhile is sent', async () => {
    at = await PageKit.open(browser);
    at.kit.say('set ch/2/fader -12 dB');
    await vi.waitFor(async () => expect(await at.strip('ch/2').locator('.val b').textContent()).toBe('−12.0'));
    const { port } = at.kit.port.local;
    await at.kit.stop();
    await at.page.waitForSelector('html[data-state=disconnected]');
    expect(await at.page.textContent('.banner.bad')).toContain('nothing you touch is sent'.replace('nothing', 'Nothing'));
    await at.drag(1, await at.lane('ch/2'), 0, -80);
    await at.lift(1);
    await at.strip('ch/3').locator('.mute').click();
    await at.page.evaluate(`void (globalThis.atOnce = new Promise((resolve) => {
      const look = () => document.documentElement.dataset.state === 'ok' && resolve(document.querySelector('[data-strip="ch/2"] .rider').style.transform);
      new MutationObserver(look).observe(document.documentElement, { attributes: true });
    }))`);
    const again = await PageKit.restart(at, port, (kit) => void kit.say('set ch/2/fader -30 dB'));
    // -30 dB stands at a quarter of the travel.
    expect(await at.page.evaluate('globalThis.atOnce')).toBe('translateY(-25%)');
    expect(again.get('ch/2/fader')).toBe(-30);
    expect(again.get('ch/3/mute')).toBe(false);
    await vi.waitFor(async () => expect(await at.strip('ch/2').locator('.val b').textContent()).toBe('−30.0'));
  });

  test('a link that breaks under a finger stops the fader there; the finger moves nothing when the link is back', async () => {
    at = await PageKit.open(browser);
    const lane = await at.lane('ch/2');
    await at.drag(1, lane, 0, 40);
    const { port } = at.kit.port.local;
    await at.kit.stop();
    await at.page.waitForSelector('html[data-state=disconnected]');
    const again = await PageKit.restart(at, port, () => {});
    await at.page.waitForSelector('html[data-state=ok]');
    await at.move(1, lane.x, lane.y + 120);
    await at.lift(1);
    await vi.waitFor(async () => expect(await at.strip('ch/2').locator('.val b').textContent()).toBe('0.0'));
    expect(again.get('ch/2/fader')).toBe(0);
  });

  test('an engine that does not answer is told in words, and its faders are off', async () => {
    at = await PageKit.open(browser);
    at.kit.desk.setLink('foh', 'stale', 'no reply for 3 s');
    await at.page.waitForSelector('html[data-state=engine]');
    expect(await at.page.textContent('.banner.warn')).toContain('no reply for 3 s');
    await at.drag(1, await at.lane('ch/2'), 0, 60);
    await at.lift(1);
    expect(at.kit.get('ch/2/fader')).toBe(0);
    at.kit.desk.setLink('foh', 'live');
    await at.page.waitForSelector('html[data-state=ok]');
  });

  test('a viewer sees everything, is told so, and moves nothing', async () => {
    at = await PageKit.open(browser, { kit: { hosts: ['foh.test'] }, host: 'foh.test', script: withToken(TOKENS.viewer), state: 'viewer' });
    at.kit.say('set ch/2/fader -12 dB');
    await vi.waitFor(async () => expect(await at.strip('ch/2').locator('.val b').textContent()).toBe('−12.0'));
    expect(await at.page.textContent('.banner')).toContain('VIEW ONLY');
    await at.drag(1, await at.lane('ch/2'), 0, 60);
    await at.lift(1);
    await at.strip('ch/2').locator('.mute').click();
    expect(at.kit.get('ch/2/fader')).toBe(-12);
    expect(at.kit.get('ch/2/mute')).toBe(false);
    expect(await findings()).toEqual([]);
  });

  test('a credential of another show is of no matter where none is needed', async () => {
    at = await PageKit.open(browser, { script: withToken('of-another-show') });
    at.kit.say('set ch/2/fader -12 dB');
    await vi.waitFor(async () => expect(await at.strip('ch/2').locator('.val b').textContent()).toBe('−12.0'));
  });

  test('a browser that may keep nothing is let in by the PIN for as long as its page is open', async () => {
    const script = `Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });`;
    at = await PageKit.open(browser, { kit: { hosts: ['foh.test'] }, host: 'foh.test', state: 'none', script });
    const { body } = await at.kit.json('/api/v1/pair', 'POST', { role: 'mixer' });
    const { pin } = body as { pin: string }; // as the schema has it
    await at.page.waitForSelector('.join');
    for (const digit of pin) await at.page.click(`.pad button:text-is("${digit}")`);
    await at.page.waitForSelector('html[data-state=ok]');
    await at.page.waitForSelector('.strip');
  });

  test('a device without a credential is asked for the PIN, told when it is wrong, and let in with the right one', async () => {
    at = await PageKit.open(browser, { kit: { hosts: ['foh.test'] }, host: 'foh.test', state: 'none' });
    const { body } = await at.kit.json('/api/v1/pair', 'POST', { role: 'mixer' });
    const { pin } = body as { pin: string }; // as the schema has it
    await at.page.waitForSelector('.join');
    expect(await findings()).toEqual([]);
    const type = async (pin: string): Promise<void> => {
      for (const digit of pin) await at.page.click(`.pad button:text-is("${digit}")`);
    };
    await type(pin === '000000' ? '111111' : '000000');
    await vi.waitFor(async () => expect(await at.page.textContent('.said')).not.toBe(''));
    await type(pin);
    await at.page.waitForSelector('html[data-state=ok]');
    at.kit.say('set ch/2/fader -12 dB');
    await vi.waitFor(async () => expect(await at.strip('ch/2').locator('.val b').textContent()).toBe('−12.0'));
  });

  describe('and sound', () => {
    const listeners = new Set<Listener>();
    const engine = {
      sound: () => ({ output: 'none', reason: '', sampleRate: 48_000 }),
      listen: (_: unknown, listener: Listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const second = new Float32Array(2 * 9600).fill(0.25);

    test('without HTTPS, Listen schedules buffers without gaps, and the panel says what keeps the screen on', async () => {
      at = await PageKit.open(browser, { kit: { engine, hosts: ['foh.test'] }, host: 'foh.test', script: SPY + withToken(TOKENS.mixer) });
      expect(await at.page.evaluate('isSecureContext')).toBe(false);
      await at.page.click('[aria-label="listen to the main mix"]');
      await vi.waitFor(() => expect(listeners.size).toBe(1));
      // Cast: what the spy in the page has kept.
      const played = await vi.waitFor(async () => {
        for (const listener of listeners) listener(second);
        const all = (await at.page.evaluate('played')) as { when: number; seconds: number; peak: number; state: string }[];
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
      await at.page.click('.chip.link');
      expect(await at.page.textContent('.sheetside')).toContain('not HTTPS');
      await at.page.click('[aria-label="listen to the main mix"]');
      await vi.waitFor(() => expect(listeners.size).toBe(0));
      expect(at.faults).toEqual([]);
    });

    test('where the page is secure, Listen plays in the sound thread', async () => {
      at = await PageKit.open(browser, {
        kit: { engine },
        script: `globalThis.nodes = []; globalThis.AudioWorkletNode = class extends AudioWorkletNode {
          constructor(...args) { super(...args); globalThis.nodes.push(args[1]); }
        };`,
      });
      await at.page.click('[aria-label="listen to the main mix"]');
      await vi.waitFor(async () => expect(await at.page.evaluate('nodes')).toEqual(['listen']));
      for (const listener of listeners) listener(second);
      await at.page.click('[aria-label="listen to the main mix"]');
      await vi.waitFor(() => expect(listeners.size).toBe(0));
      expect(at.faults).toEqual([]);
    });
  });
});
