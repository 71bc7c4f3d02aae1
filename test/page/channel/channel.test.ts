import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import * as laws from '../../../src/engines/embedded/laws.ts';
import { actor } from '../../desk/desk-kit.ts';
import { BROWSER, launch, PageKit } from '../page-kit.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(BROWSER === undefined)('the channel view in a browser', () => {
  let browser: Browser;
  let at: PageKit;

  // One page for all: each test has a strip of its own.
  beforeAll(async () => {
    browser = await launch();
    at = await PageKit.open(browser);
  });
  afterAll(async () => {
    await at?.close();
    await browser?.close();
  });
  afterEach(() => expect(at.faults).toEqual([]));

  /** By the plate: once selects, once more opens. */
  const open = async (strip: string): Promise<void> => {
    // The daemon's allowance of messages a second is counted on this clock.
    at.kit.clock.advance(1000);
    while ((await at.page.locator('dialog').count()) > 0) await at.page.keyboard.press('Escape');
    if ((await at.page.locator('.chd').count()) > 0) await at.page.getByText('Mixer', { exact: true }).click();
    const plate = at.strip(strip).locator('.plate');
    if ((await plate.getAttribute('aria-pressed')) !== 'true') await plate.click();
    await plate.click();
    await at.page.waitForSelector('.chd');
  };
  /** The machine may be busy: what has to come may take its time. */
  const soon = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 5000, interval: 20 });
  /** The keypad has the keyboard: what is typed before goes nowhere. */
  const asked = () => at.page.waitForFunction("document.activeElement?.closest('.ask') != null");
  const number = (path: string): number => Number(at.kit.get(path));
  const middle = async (what: Locator): Promise<{ x: number; y: number; width: number; height: number }> => {
    const box = await what.boundingBox();
    if (!box) throw new Error('it is not on the page');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width, height: box.height };
  };
  const handle = (mark: string): Locator => at.page.locator(`.h[data-mark="${mark}"]`);
  const graph = (): Locator => at.page.locator('.eqp .graph');
  const box = (label: string): Locator => at.page.locator('.work .box', { hasText: label }).first();
  const says = (line: string) => soon(() => expect(at.kit.refused(line)).toBe(''));

  test('a drag on a band moves its frequency along octaves and its gain along dB, within their grids, less the way that claimed it', async () => {
    await open('ch/1');
    const [from, area] = [await middle(handle('2')), await middle(graph())];
    const sum = at.page.locator('.graph .sum');
    const before = await sum.getAttribute('d');
    await at.drag(1, from, 96, -48);
    await at.lift(1);
    const left = 1 - 6 / Math.hypot(96, 48);
    const freqHz = laws.frequency.snap(400 * 10 ** (((96 * left) / area.width) * 3));
    const gainDb = laws.eqGain.snap(((48 * left) / area.height) * 36);
    await soon(() => {
      expect(number('ch/1/eq/2/freq')).toBe(freqHz);
      expect(number('ch/1/eq/2/gain')).toBe(gainDb);
    });
    expect(await sum.getAttribute('d')).not.toBe(before);
    expect(number('ch/1/eq/2/q')).toBe(0.7);
    expect(at.kit.desk.wanted(at.kit.id('ch/1/eq/3/freq'))).toBe(2000);
  });

  test('that drag is one gesture: one undo takes both back', async () => {
    await open('ch/2');
    await at.drag(1, await middle(handle('3')), -96, 60);
    await at.lift(1);
    await soon(() => expect(number('ch/2/eq/3/gain')).toBeLessThan(-7));
    await soon(() => {
      at.kit.clock.advance(100);
      expect(at.kit.desk.hands.on(at.kit.id('ch/2/eq/3/gain'))).toBeUndefined();
    });
    await says('undo any');
    expect([number('ch/2/eq/3/freq'), number('ch/2/eq/3/gain')]).toEqual([2000, 0]);
  });

  test('touching a band, or brushing it, moves nothing', async () => {
    await open('ch/3');
    const heard = vi.fn();
    at.kit.desk.watch(heard);
    const { x, y } = await middle(handle('2'));
    await at.press(1, x + 12, y - 12);
    await at.page.waitForTimeout(300);
    await at.lift(1);
    // A mouse that is there and gone within one task is quicker than any hand.
    await at.page.evaluate(`(() => {
      const dot = document.querySelector('.h[data-mark="3"]');
      const { x, y } = dot.getBoundingClientRect();
      const say = (type, dx) => dot.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, isPrimary: true, button: type === 'pointermove' ? -1 : 0, clientX: x + 20 + dx, clientY: y + 20 }));
      dot.setPointerCapture = () => {};
      say('pointerdown', 0); say('pointermove', 30); say('pointermove', 80); say('pointerup', 80);
    })()`);
    await at.page.waitForTimeout(100);
    expect(heard).not.toHaveBeenCalled();
  });

  test('the width of a band by the wheel, by two fingers, and from the keyboard', async () => {
    await open('ch/4');
    const { x, y } = await middle(handle('2'));
    await at.page.mouse.move(x, y);
    await at.page.mouse.wheel(0, -100);
    await soon(() => expect(number('ch/4/eq/2/q')).toBe(0.77));
    await at.press(1, x, y);
    await at.press(2, x + 16, y);
    for (let i = 1; i <= 8; i++) await at.move(2, x + 16 + i * 2, y);
    await at.lift(2);
    await at.lift(1);
    // Twice as far apart is twice as wide.
    await soon(() => expect(number('ch/4/eq/2/q')).toBeCloseTo(0.385, 2));
    expect(number('ch/4/eq/2/freq')).toBe(400);
    await handle('2').focus();
    await at.page.keyboard.press('Alt+ArrowUp');
    await at.page.keyboard.press('ArrowRight');
    await at.page.keyboard.press('ArrowUp');
    await soon(() => {
      expect(number('ch/4/eq/2/freq')).toBe(440);
      expect(number('ch/4/eq/2/gain')).toBe(0.5);
      expect(number('ch/4/eq/2/q')).toBeGreaterThan(0.41);
    });
    expect(await handle('2').getAttribute('aria-valuetext')).toBe('440 Hz, plus 0.5 dB');
  });

  test('1.2k typed for a frequency is 1200 Hz', async () => {
    await open('ch/5');
    await at.page.locator('.bands button', { hasText: '2' }).first().click();
    await handle('2').click();
    await at.page.locator('.chosen .box', { hasText: 'Frequency' }).click();
    await asked();
    await at.page.keyboard.type('1.2k');
    await at.page.keyboard.press('Enter');
    await soon(() => expect(number('ch/5/eq/2/freq')).toBe(1200));
    await soon(async () => expect(await at.page.locator('dialog').count()).toBe(0));
    expect(await at.page.locator('.chosen .box', { hasText: 'Frequency' }).textContent()).toContain('1.2 kHz');
  });

  test('what cannot be is refused in words, stays struck, and nothing is sent; Esc leaves', async () => {
    await open('ch/6');
    const heard = vi.fn();
    at.kit.desk.watch(heard);
    await box('Threshold').click();
    await asked();
    await at.page.keyboard.type('loud');
    await at.page.keyboard.press('Enter');
    const reason = at.page.locator('.ask [role=alert]');
    await soon(async () => expect(await reason.textContent()).toBe('"loud" is not a number, -80..0 dB'));
    expect(await at.page.locator('.ask .field').getAttribute('aria-invalid')).toBe('true');
    for (const key of ['9', '0', 'sign']) await at.page.locator('.ask').getByRole('button', { name: key, exact: true }).click();
    await at.page.locator('.ask').getByRole('button', { name: 'Set' }).click();
    await soon(async () => expect(await reason.textContent()).toBe('-90.0 dB is outside -80..0 dB'));
    await at.page.keyboard.press('Escape');
    await soon(async () => expect(await at.page.locator('dialog').count()).toBe(0));
    expect(heard).not.toHaveBeenCalled();
    expect(await at.page.evaluate('document.activeElement.className')).toContain('box');
  });

  test('the step keys of the keypad are 44 px at least, and move the desk while it stays open', async () => {
    await open('ch/7');
    await box('Threshold').click();
    for (const key of await at.page.locator('.ask button').all()) {
      const { width, height } = await middle(key);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    }
    await at.page.getByRole('button', { name: 'up half a dB' }).click();
    await at.page.getByRole('button', { name: 'one step up' }).click();
    await soon(() => expect(number('ch/7/gate/threshold')).toBe(-49.4));
    await soon(async () => expect(await at.page.locator('.ask .now').textContent()).toContain('−49.4'));
  });

  test('Flat takes all gains to 0 dB in one turn, and one undo brings them back', async () => {
    for (const [band, gain] of [3, -4, 2.5, 1].entries()) await says(`set ch/8/eq/${band + 1}/gain ${gain}`);
    await open('ch/8');
    const turns = vi.fn();
    at.kit.desk.watch(turns);
    await at.page.getByRole('button', { name: 'Flat' }).click();
    const gains = () => [1, 2, 3, 4].map((band) => number(`ch/8/eq/${band}/gain`));
    await soon(() => expect(gains()).toEqual([0, 0, 0, 0]));
    expect(turns).toHaveBeenCalledTimes(1);
    await says('undo any');
    expect(gains()).toEqual([3, -4, 2.5, 1]);
  });

  test('a send row goes at half of the finger, rises 3 dB at most in its first moments, and leaves up and down to scrolling', async () => {
    await says('set ch/1/send/1/level -20');
    await open('ch/1');
    const row = at.page.getByRole('slider', { name: /send to Bus 1/ });
    const { x, y } = await middle(row);
    const heard: number[] = [];
    at.kit.desk.watch(() => heard.push(number('ch/1/send/1/level')));
    await at.drag(1, { x, y }, 30, 90, 10);
    await at.lift(1);
    expect(heard).toEqual([]);
    // Inside the page, without the time that driving a browser takes: a busy machine must not see the first moments out.
    await at.page.evaluate(`(async () => {
      const row = [...document.querySelectorAll('[role=slider]')].find((one) => /send to Bus 1/.test(one.getAttribute('aria-label')));
      const { left, top } = row.getBoundingClientRect();
      const fire = (type, dx) => row.dispatchEvent(new PointerEvent(type, {
        pointerId: 9, pointerType: 'mouse', isPrimary: true, bubbles: true, clientX: left + 20 + dx, clientY: top + 10 }));
      row.setPointerCapture = () => {};
      fire('pointerdown', 0);
      for (let dx = 10; dx <= 100; dx += 10) fire('pointermove', dx);
      await new Promise((resolve) => setTimeout(resolve, 80));
      fire('pointermove', 120);
      fire('pointerup', 120);
    })()`);
    await soon(() => expect(number('ch/1/send/1/level')).toBe(-17));
    expect(Math.max(...heard)).toBe(-17);
    await at.drag(1, { x, y }, -60, 0, 12);
    await at.lift(1);
    await soon(() => expect(number('ch/1/send/1/level')).toBeLessThan(-22));
    for (const level of heard) expect((level * 2) % 1).toBeCloseTo(0, 9);
  });

  test('a send has its switch, its tap and its number', async () => {
    await open('ch/2');
    await at.page.getByRole('switch', { name: /send to Bus 3/ }).click();
    await at.page.getByRole('button', { name: /tap of the send to Bus 3/ }).click();
    await at.page.getByRole('button', { name: /type: send to Bus 3/ }).click();
    await asked();
    await at.page.keyboard.type('-12');
    await at.page.keyboard.press('Enter');
    await soon(() => {
      expect(at.kit.get('ch/2/send/3/on')).toBe(false);
      expect(at.kit.get('ch/2/send/3/tap')).toBe('pre');
      expect(number('ch/2/send/3/level')).toBe(-12);
    });
  });

  test('the compressor is drawn by its numbers: sideways its threshold, up and down its ratio', async () => {
    await open('ch/3');
    const curve = at.page.locator('.cmpp .tc');
    const before = await curve.getAttribute('d');
    const touch = at.page.getByRole('slider', { name: 'compressor curve' });
    const { x, y, width } = await middle(touch);
    await at.drag(1, { x, y }, 36, 0);
    await at.lift(1);
    await soon(() => expect(number('ch/3/dyn/threshold')).toBe(laws.dynThreshold.snap(-20 + (30 * 60) / width)));
    await at.drag(1, { x, y }, 0, 48);
    await at.lift(1);
    await soon(() => expect(number('ch/3/dyn/ratio')).toBeGreaterThan(3));
    expect(await curve.getAttribute('d')).not.toBe(before);
  });

  test('what another hand holds says whose it is, and does not move', async () => {
    await open('ch/4');
    const anna = actor('Anna', 'surface');
    at.kit.desk.touch(anna, at.kit.id('ch/4/gate/threshold'), true);
    const threshold = box('Anna');
    await soon(async () => {
      at.kit.clock.advance(250);
      expect(await threshold.getAttribute('class', { timeout: 300 })).toContain('held');
    });
    await at.drag(1, await middle(threshold), 80, 0);
    await at.lift(1);
    expect(number('ch/4/gate/threshold')).toBe(-50);
    expect(await at.page.textContent('.notice')).toContain('Anna has it in hand');
  });

  test('name, colour, picture, groups', async () => {
    await open('ch/5');
    await at.page.getByRole('button', { name: 'name: Ch 5' }).click();
    await asked();
    await at.page.keyboard.type('<b>Vox</b> Ana');
    await at.page.keyboard.press('Enter');
    await soon(() => expect(at.kit.get('ch/5/name')).toBe('<b>Vox</b> Ana'));
    await at.page.getByRole('button', { name: 'colour', exact: true }).click();
    await at.page.locator('.ask').getByRole('button', { name: 'cyan' }).click();
    await at.page.getByRole('button', { name: 'picture' }).click();
    await at.page.locator('.ask').getByRole('button', { name: 'sax' }).click();
    await at.page.locator('.hd').getByRole('button', { name: 'groups' }).click();
    await at.page.locator('.ask').getByRole('switch', { name: 'member of DCA 2' }).click();
    await soon(() => {
      expect(at.kit.get('ch/5/color')).toBe('cyan');
      expect(at.kit.get('ch/5/icon')).toBe('sax');
      expect(at.kit.get('ch/5/dca/2')).toBe(true);
    });
    expect(await at.page.locator('.hd .plate b').innerHTML()).toBe('&lt;b&gt;Vox&lt;/b&gt; Ana');
  });

  test('the sound of a strip is copied to another in one turn, its name and level are not', async () => {
    await says('set ch/6/eq/2/gain -7');
    await says('set ch/6/dyn/ratio 5');
    await says('set ch/6/name Vox');
    await open('ch/6');
    await at.page.getByRole('button', { name: 'Copy' }).click();
    await at.page.getByRole('button', { name: 'next: Ch 7' }).click();
    await at.page.getByRole('button', { name: 'Paste Vox' }).click();
    await soon(() => expect([number('ch/7/eq/2/gain'), number('ch/7/dyn/ratio'), at.kit.get('ch/7/name')]).toEqual([-7, 5, '']));
    await says('undo any');
    expect([number('ch/7/eq/2/gain'), number('ch/7/dyn/ratio')]).toEqual([0, 3]);
  });

  test('a strip shows what its layout has: a bus no gate and no input, main its limiter and loudness, an fx return its effect', async () => {
    const sections = () => at.page.locator('.work section').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    await open('ch/1');
    expect(await sections()).toEqual(['preamp', 'equaliser', 'gate', 'compressor', 'sends']);
    const go = async (strip: string) => {
      const next = at.page.locator('.hd .ib').nth(1);
      for (let tries = 0; tries < 30 && (await at.page.locator('.hd .plate span').textContent()) !== strip; tries++) await next.click();
    };
    await go('BUS 1');
    expect(await sections()).toEqual(['equaliser', 'compressor', 'groups']);
    await go('FX 1');
    expect(await sections()).toEqual(['equaliser', 'effect', 'compressor', 'sends']);
    await go('MAIN');
    expect(await sections()).toEqual(['equaliser', 'compressor', 'limiter and loudness', 'groups']);
    await go('DCA 1');
    expect(await sections()).toEqual(['members']);
  });

  test('meters of the view light up and say their figures, and go dark when no more come', async () => {
    await says('set ch/8/dyn/on on');
    await open('ch/8');
    const reduction = at.page.locator('.grn');
    const lit = () =>
      at.page.evaluate(`(() => {
        const canvas = document.querySelector('.sigdot');
        return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part > 0);
      })()`);
    await soon(async () => {
      at.publish(-6);
      expect(await reduction.textContent()).toBe('−6.0 dB');
      expect(await lit()).toBe(true);
    });
    await soon(async () => expect((await reduction.textContent())?.trim()).toBe(''));
    expect(await lit()).toBe(false);
  });

  test('at every size nothing is wider than the screen, and a reader of screens finds everything', async () => {
    await open('ch/1');
    await at.page.evaluate(AXE);
    for (const [width, height] of [
      [390, 844],
      [800, 1280],
      [1280, 800],
    ] as const) {
      await at.page.setViewportSize({ width, height });
      expect(await at.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      if (width === 800) continue;
      // Cast: the library stands in the page, not in this process.
      const found = (await at.page.evaluate('axe.run(document, { runOnly: ["wcag2a", "wcag2aa"], resultTypes: ["violations"] })')) as {
        violations: { id: string; impact: string; nodes: { html: string }[] }[];
      };
      const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`)).toEqual([]);
    }
  });
});
