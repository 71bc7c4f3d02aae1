import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { BROWSER, launch } from './page-kit.ts';
import { SceneKit } from './scene-kit.ts';

const BALLAD = `scene: Ballad
fade: 4 s along s
safe: [ch/7]
ch/1: {fader: -12.5}
ch/2: {fader: 8.5, pan: 10}
ch/3: {mute: off, fader: -5.5}
ch/4: {mute: off, fader: -1}
ch/5: {mute: on, fader: 3.5}
ch/6: {fader: -6, pan: 20}
ch/7: {fader: -6, pan: -3, mute: on}
ch/8: {fader: -2.04, eq: {1: {gain: 3, freq: 120 Hz}, 2: {gain: -2}}}
ch/30: {fader: 3}
bus/1: {fader: 1}
bus/2: {fader: 2}
`;

describe.skipIf(BROWSER === undefined)('the preview of a scene', () => {
  let browser: Browser;
  let kit: SceneKit;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  afterEach(() => kit?.close());

  const open = async (): Promise<void> => {
    kit = await SceneKit.open(browser, {
      files: { '001 Verse.yaml': 'scene: Verse\nch/1: {fader: -8}\n', '013 Ballad.yaml': BALLAD },
      lines: ['mute ch/3', 'mute ch/4', 'safe ch/6', 'set ch/2/name Organ', 'set ch/2/color green'],
    });
    await kit.at.page.tap('.cue:has-text("Ballad")');
    await kit.at.page.waitForSelector('.df .r.un');
  };
  const plates = (): Promise<string[]> => kit.at.page.locator('.df .plate').allInnerTexts();

  test('says in boxes what there is to know, and a tap on a box shows only what it counts', async () => {
    await open();
    const { page } = kit.at;
    const boxes = (await page.locator('.sum > button').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
    expect(boxes).toEqual([
      '2 unmutes',
      '+8.5 dB loudest jump, Organ',
      '15 changes in all',
      '5 safed, left alone',
      '2 1 not here, 1 rounded',
    ]);
    const filter = async (words: string): Promise<string[]> => {
      await page.tap(`.sum button:has-text("${words}")`);
      return plates();
    };
    expect(await filter('unmutes')).toEqual(['Ch 3', 'Ch 4']);
    expect(await filter('loudest')).toEqual(['Organ', 'Ch 5', 'Bus 2', 'Bus 1']);
    expect(await filter('safed')).toEqual(['Ch 6', 'Ch 7']);
    expect(
      await page
        .locator('.df .r')
        .allInnerTexts()
        .then((all) => all.map((text) => text.replace(/\s+/g, ' '))),
    ).toEqual(['Ch 6 2 values SAFE by ch/6', 'Ch 7 3 values SAFE by ch/7']);
    expect(await filter('rounded')).toEqual(['Ch 8', 'ch/30']);
    // Once more: all of it again.
    expect((await filter('rounded')).length).toBeGreaterThan(5);
  });

  test('small changes are a figure that opens, and a name plate has the colour of its strip', async () => {
    await open();
    const { page } = kit.at;
    expect(await page.textContent('.pv button.more')).toBe('and 7 smaller changes, no level over 3 dB');
    expect(await plates()).toEqual(['Ch 3', 'Ch 4', 'Ch 1', 'Organ', 'Ch 3', 'Ch 5', 'Ch 8', 'Ch 5', 'ch/30', 'Ch 6', 'Ch 7']);
    await page.tap('.pv button.more');
    expect((await plates()).length).toBe(18);
    const colour = await page.evaluate(
      `getComputedStyle([...document.querySelectorAll('.df .plate')].find((one) => one.textContent === 'Organ')).backgroundColor`,
    );
    expect(colour).toBe('rgb(124, 213, 145)');
  });

  test('what a hand holds is left, and stands in a box of its own', async () => {
    await open();
    const { page } = kit.at;
    const hand = await kit.at.kit.client();
    await hand.ask({ t: 'touch', path: 'ch/1/fader', down: true });
    kit.at.kit.say('set ch/8/pan 3');
    await vi.waitFor(async () => expect(await page.textContent('.sum button:has-text("held")')).toBe('1held in a hand'));
    await page.tap('.sum button:has-text("held")');
    expect(await plates()).toEqual(['Ch 1']);
  });

  test('the recall is the very plan that is shown: the page hands in its mark, and says what moved since', async () => {
    await open();
    const { page } = kit.at;
    await page.evaluate(`{ globalThis.said = []; const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (text) { globalThis.said.push(String(text)); return send.call(this, text); }; }`);
    await page.dispatchEvent('.go', 'pointerdown', { button: 0, pointerId: 1 });
    await vi.waitFor(() => {
      kit.at.kit.clock.advance(500);
      expect([kit.at.kit.get('ch/2/fader'), kit.at.kit.get('ch/4/mute'), kit.at.kit.get('ch/6/fader')]).toEqual([8.5, false, 0]);
    });
    const recalls = (await page.evaluate(
      `globalThis.said.filter((text) => text.includes('"recall"') && !text.includes('"dry":true'))`,
    )) as string[];
    expect(recalls).toHaveLength(1);
    expect(recalls[0]).toMatch(/"scope":"seen [0-9a-f]{8}"/);
  });
});
