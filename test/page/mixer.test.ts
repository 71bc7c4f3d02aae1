import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as laws from '../../src/engines/embedded/laws.ts';
import { actor } from '../desk/desk-kit.ts';
import { BROWSER, launch, PageKit } from './page-kit.ts';

/** Keeps the page's sockets in reach. */
const SOCKETS = `globalThis.sockets = []; globalThis.WebSocket = class extends WebSocket {
  constructor(...args) { super(...args); globalThis.sockets.push(this); }
};`;

describe.skipIf(BROWSER === undefined)('the mixer in a browser', () => {
  let browser: Browser;
  let at: PageKit;
  const faderDb = (path = 'ch/2/fader'): number => {
    const value = at.kit.get(path);
    return value === '-inf' ? Number.NEGATIVE_INFINITY : Number(value);
  };

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    at = await PageKit.open(browser, { script: SOCKETS });
  });
  afterEach(() => at.close());

  test('a drag moves the fader as far along its law as the finger went, less the 6 px that claimed it', async () => {
    const lane = await at.lane('ch/2');
    await at.drag(1, lane, 0, 100);
    await at.lift(1);
    // What the last step left of the claim: the finger moves in twelfths of 100 px, and the first one claims.
    const movedPx = 100 - 100 / 12;
    const expected = laws.fader.toValue(laws.fader.toPosition(0) - movedPx / lane.travel);
    await vi.waitFor(() => expect(Math.abs(faderDb() - expected)).toBeLessThan(0.25));
    await vi.waitFor(async () => expect(await at.strip('ch/2').locator('.val b').textContent()).toBe(`−${Math.abs(faderDb()).toFixed(1)}`));
    const before = faderDb();
    await at.drag(1, lane, 0, -60, 20);
    await at.lift(1);
    await vi.waitFor(() => expect(faderDb()).toBeGreaterThan(before + 2));
    expect(at.faults).toEqual([]);
  });

  test('touching a fader anywhere moves nothing', async () => {
    const { x, y, travel } = await at.lane('ch/2');
    const heard = vi.fn();
    at.kit.desk.watch(heard);
    for (const height of [-0.45, 0, 0.45]) {
      await at.press(1, x, y + height * travel);
      await at.page.waitForTimeout(350);
      await at.lift(1);
    }
    expect(faderDb()).toBe(0);
    expect(heard).not.toHaveBeenCalled();
  });

  test('a finger that goes sideways, the wheel and a scroll move no fader', async () => {
    const lane = await at.lane('ch/2');
    await at.drag(1, lane, 150, 40);
    await at.lift(1);
    await at.page.mouse.move(lane.x, lane.y);
    await at.page.mouse.wheel(0, 400);
    await at.page.mouse.wheel(0, -900);
    expect(faderDb()).toBe(0);
    expect(await at.page.evaluate('document.scrollingElement.scrollTop')).toBe(0);
  });

  test('two fingers move two faders, and a second one on the same fader is ignored', async () => {
    const [left, right] = [await at.lane('ch/1'), await at.lane('ch/4')];
    await at.press(1, left.x, left.y);
    await at.press(2, right.x, right.y);
    await at.press(3, left.x, left.y + 60);
    for (let i = 1; i <= 15; i++) {
      await at.move(1, left.x, left.y + i * 6);
      await at.move(2, right.x, right.y + i * 10);
      await at.move(3, left.x, left.y + 60 - i * 6);
      await at.page.waitForTimeout(15);
    }
    for (const finger of [3, 2, 1]) await at.lift(finger);
    await vi.waitFor(() => {
      expect(faderDb('ch/1/fader')).toBeLessThan(-5);
      expect(faderDb('ch/4/fader')).toBeLessThan(faderDb('ch/1/fader') - 2);
    });
  });

  test('a finger that slides aside works at a fifth', async () => {
    const lane = await at.lane('ch/2');
    await at.drag(1, lane, 0, 20);
    const coarse = await vi.waitFor(() => {
      expect(faderDb()).toBeLessThan(0);
      return faderDb();
    });
    await at.move(1, lane.x + 80, lane.y + 20);
    for (let i = 1; i <= 10; i++) await at.move(1, lane.x + 80, lane.y + 20 + i * 5);
    expect(await at.strip('ch/2').locator('.bub').textContent()).toContain('FINE');
    await at.lift(1);
    const fineDb = laws.fader.toValue(laws.fader.toPosition(coarse) - 10 / lane.travel) - coarse;
    await vi.waitFor(() => expect(Math.abs(faderDb() - coarse - fineDb)).toBeLessThan(0.3));
  });

  test('a flick of less than 50 ms is a brush: the fader is where it was, and nothing was sent', async () => {
    const heard = vi.fn();
    at.kit.desk.watch(heard);
    await at.quick('ch/2', [30, 80]);
    expect(await at.page.evaluate('bubble')).toMatch(/^−\d/);
    await vi.waitFor(async () => expect(await at.strip('ch/2').locator('.val b').textContent()).toBe('0.0'));
    expect(faderDb()).toBe(0);
    expect(heard).not.toHaveBeenCalled();
  });

  test('a double tap goes to 0 dB from near it; from far below it asks to be held', async () => {
    const { x, y } = await at.lane('ch/2');
    at.kit.say('set ch/2/fader -12 dB');
    await vi.waitFor(async () => expect(await at.strip('ch/2').locator('.val b').textContent()).toBe('−12.0'));
    await at.quick('ch/2', [], []);
    await vi.waitFor(() => expect(faderDb()).toBe(0));
    at.kit.say('set ch/2/fader -40 dB');
    await vi.waitFor(async () => expect(await at.strip('ch/2').locator('.val b').textContent()).toBe('−40.0'));
    await at.page.waitForTimeout(350);
    await at.quick('ch/2', [], []);
    await at.strip('ch/2').locator('.zero').waitFor();
    expect(faderDb()).toBe(-40);
    await at.press(1, x, y);
    await vi.waitFor(() => expect(faderDb()).toBe(0));
    await at.lift(1);
  });

  test('a palm, and a finger that comes in over the edge of the screen, move nothing', async () => {
    const { x, y } = await at.lane('ch/2');
    const main = await at.lane('main');
    for (const [left, radius] of [
      [x, 40],
      [1280 - 13, 8],
    ] as const) {
      await at.press(1, left, y, radius);
      for (let i = 1; i <= 8; i++) await at.move(1, left, y + i * 10);
      await at.page.waitForTimeout(80);
      await at.lift(1);
    }
    expect(main.x).toBeLessThan(1280 - 16);
    expect([faderDb('ch/2/fader'), faderDb('main/fader')]).toEqual([0, 0]);
  });

  test('MUTE acts when pressed; unmuting waits for the finger to leave inside the key', async () => {
    const box = await at.strip('ch/3').locator('.mute').boundingBox();
    if (!box) throw new Error('no key');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await at.page.mouse.move(x, y);
    await at.page.mouse.down();
    await vi.waitFor(() => expect(at.kit.get('ch/3/mute')).toBe(true));
    await at.page.mouse.up();
    await at.strip('ch/3').locator('.mute[aria-checked=true]').waitFor();
    expect(at.kit.get('ch/3/mute')).toBe(true);
    await at.page.mouse.down();
    await at.page.mouse.move(x, y - 200);
    await at.page.mouse.up();
    await at.page.mouse.move(x, y);
    await at.page.mouse.down();
    expect(at.kit.get('ch/3/mute')).toBe(true);
    await at.page.mouse.up();
    await vi.waitFor(() => expect(at.kit.get('ch/3/mute')).toBe(false));
  });

  test('a fader in the hand of another shows who, and does not follow a finger here', async () => {
    const sam = actor('Sam · X-Touch', 'surface');
    at.kit.desk.touch(sam, at.kit.id('ch/2/fader'), true);
    await vi.waitFor(async () => {
      at.kit.clock.advance(250);
      expect(await at.strip('ch/2').locator('.tagheld').textContent({ timeout: 300 })).toBe('Sam · X-Touch');
    });
    await at.drag(1, await at.lane('ch/2'), 0, 90);
    await at.lift(1);
    expect(faderDb()).toBe(0);
    expect(await at.page.textContent('.notice')).toContain('Sam · X-Touch has it in hand');
  });

  test('a finger here is seen by the desk as the one that holds the fader, until it is lifted', async () => {
    await at.drag(1, await at.lane('ch/2'), 0, 40);
    await vi.waitFor(() => expect(at.kit.desk.hands.on(at.kit.id('ch/2/fader'))?.actor.kind).toBe('tablet'));
    await at.lift(1);
    await vi.waitFor(() => {
      at.kit.clock.advance(100);
      expect(at.kit.desk.hands.on(at.kit.id('ch/2/fader'))).toBeUndefined();
    });
  });

  test('locked at once, nothing moves; opened only by holding', async () => {
    await at.page.click('.lockb');
    await at.page.waitForSelector('html[data-state=locked]');
    await at.drag(1, await at.lane('ch/2'), 0, 60);
    await at.lift(1);
    await at.strip('ch/2').locator('.mute').click();
    expect(faderDb()).toBe(0);
    expect(at.kit.get('ch/2/mute')).toBe(false);
    await at.page.click('.banner button');
    expect(await at.page.getAttribute('html', 'data-state')).toBe('locked');
    await at.page.hover('.banner button');
    await at.page.mouse.down();
    await at.page.waitForSelector('html[data-state=ok]');
    await at.page.mouse.up();
  });

  test('keys: arrows by 0.5 dB, with Shift by 0.1, 0 and Home, M and S', async () => {
    const lane = at.strip('ch/2').locator('.lane');
    await lane.focus();
    const key = async (name: string, expected: number): Promise<void> => {
      await at.page.keyboard.press(name);
      await vi.waitFor(() => expect(faderDb()).toBe(expected));
      await vi.waitFor(async () => expect(await lane.getAttribute('aria-valuenow')).toBe(String(Math.max(-90, expected))));
    };
    await key('ArrowDown', -0.5);
    await key('Shift+ArrowDown', -0.6);
    await key('PageDown', -3.6);
    expect(await lane.getAttribute('aria-valuetext')).toBe('minus 3.6 dB');
    await key('Home', Number.NEGATIVE_INFINITY);
    expect(await lane.getAttribute('aria-valuetext')).toBe('minus infinity');
    await key('0', 0);
    await at.page.keyboard.press('m');
    await vi.waitFor(() => expect(at.kit.get('ch/2/mute')).toBe(true));
    await at.page.keyboard.press('s');
    await vi.waitFor(() => expect(at.kit.get('ch/2/solo')).toBe(true));
  });

  test('sends on fader: the same faders set the sends of a bus, main stays main', async () => {
    await at.strip('ch/4').locator('.mute').click();
    await at.page.waitForSelector('[data-strip="ch/4"].muted');
    await at.page.click('.rail .mixes button:nth-child(3)');
    await at.page.waitForSelector('.banner.sofb');
    // What a strip shows is its send: on, though the channel is muted.
    expect(await at.strip('ch/4').getAttribute('class')).toBe('strip snd');
    expect(await at.page.textContent('.banner.sofb')).toContain('Bus 2');
    const lane = await at.lane('ch/1');
    await at.drag(1, lane, 0, -80, 20);
    await at.lift(1);
    await vi.waitFor(() => expect(faderDb('ch/1/send/2/level')).toBeGreaterThan(-80));
    expect(faderDb('ch/1/fader')).toBe(0);
    await at.strip('ch/1').locator('.mute').click();
    await vi.waitFor(() => expect(at.kit.get('ch/1/send/2/on')).toBe(false));
    await at.page.waitForSelector('[data-strip="ch/1"].snd.muted');
    expect(at.kit.get('ch/1/mute')).toBe(false);
    await at.drag(1, await at.lane('main'), 0, 60);
    await at.lift(1);
    await vi.waitFor(() => expect(faderDb('main/fader')).toBeLessThan(-1));
  });

  test('undo says what it will take back, and takes it back', async () => {
    await at.strip('ch/3').locator('.mute').click();
    await vi.waitFor(async () => expect(await at.page.textContent('.undo')).toContain('Ch 3 mute off'));
    await at.page.click('.undo');
    await vi.waitFor(() => expect(at.kit.get('ch/3/mute')).toBe(false));
  });

  test('a value on a slow link is hatched until the desk answers', async () => {
    // What the daemon says comes 700 ms late.
    await at.page.evaluate(`{
      globalThis.sockets.forEach((socket) => {
        const hear = socket.onmessage;
        socket.onmessage = (event) => setTimeout(() => hear.call(socket, event), 700);
      });
    }`);
    await at.strip('ch/2').locator('.lane').focus();
    await at.page.keyboard.press('ArrowDown');
    await at.page.waitForSelector('[data-strip="ch/2"].pend');
    expect(await at.strip('ch/2').locator('.val b').textContent()).toBe('−0.5');
    // The ghost stands where the desk has it: 0 dB.
    expect(await at.page.evaluate(`document.querySelector('[data-strip="ch/2"] .ghostway').style.transform`)).toBe('translateY(-75%)');
    await at.page.waitForSelector('[data-strip="ch/2"]:not(.pend)');
    expect(faderDb()).toBe(-0.5);
  });

  test('a value the desk never answers is taken back after 2 s', async () => {
    await at.page.evaluate(`{
      const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (text) { if (!String(text).includes('"set"')) send.call(this, text); };
    }`);
    await at.strip('ch/2').locator('.lane').focus();
    await at.page.keyboard.press('PageDown');
    await vi.waitFor(async () => expect(await at.strip('ch/2').locator('.val b').textContent()).toBe('−3.0'));
    await vi.waitFor(async () => expect(await at.strip('ch/2').locator('.val b').textContent()).toBe('0.0'), { timeout: 8000 });
    expect(faderDb()).toBe(0);
  });
});
