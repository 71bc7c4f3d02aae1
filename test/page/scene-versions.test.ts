import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { aScene } from '../scenes/scene-kit.ts';
import { BROWSER, launch } from './page-kit.ts';
import { SceneKit } from './scene-kit.ts';

describe.skipIf(BROWSER === undefined)('versions of a scene on the page', () => {
  let browser: Browser;
  let kit: SceneKit;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  afterEach(() => kit?.close());

  /** Stored three times: what it was, what it was then, what it is. */
  const open = async (): Promise<void> => {
    kit = await SceneKit.open(browser, {
      files: { '013 Ballad.yaml': '# as Ann likes it\nscene: Ballad\nch/1:\n  fader: -20\n' },
      lines: ['set ch/1/fader -3', 'set ch/1/name Organ'],
    });
    for (const [fader, pan] of [
      [-12, 0],
      [-8, 30],
    ] as const)
      expect(await kit.library.store(aScene('Ballad', '013', { 'ch/1/fader': fader, 'ch/1/pan': pan }))).toBeUndefined();
    await kit.at.page.tap('.pv header button:has-text("Versions")');
    await kit.sees('dialog select option:nth-child(3)');
  };
  const rows = async (): Promise<string[]> =>
    (await kit.at.page.locator('dialog .diff .r').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  const from = (index: number) => kit.at.page.selectOption('dialog .ends select >> nth=0', { index });
  const to = (index: number) => kit.at.page.selectOption('dialog .ends select >> nth=1', { index });

  test('the scene against the desk, against what it was, and what it was against what it was then', async () => {
    await open();
    await vi.waitFor(async () => expect(await rows()).toEqual(['Organ Fader −8.0 → −3.0', 'Organ Pan R30 → C']));
    expect(await kit.at.page.textContent('dialog [role=status]')).toBe('2 differ from "Ballad", 0 are the same');
    // The desk moves under the comparison.
    kit.at.kit.say('set ch/1/fader -5');
    await vi.waitFor(async () => expect(await rows()).toContain('Organ Fader −8.0 → −5.0'), 5000);
    kit.at.kit.say('set ch/1/fader -3');
    await from(1);
    await vi.waitFor(async () => expect(await rows()).toEqual(['Organ Fader −12.0 → −8.0', 'Organ Pan C → R30']));
    await from(2);
    await to(1);
    await vi.waitFor(async () => expect(await rows()).toEqual(['Organ Fader −20.0 → −12.0', 'Organ Pan nothing → C +']));
    // Back to the scene as it is: only the desk is left to compare it with.
    await from(0);
    await vi.waitFor(async () => expect(await rows()).toEqual(['Organ Fader −8.0 → −3.0', 'Organ Pan R30 → C']));
  });

  test('an old version comes back after it was shown what that changes; the desk does not move', async () => {
    await open();
    await from(2);
    await kit.at.page.tap('dialog button:has-text("Bring this version back")');
    // From what it says now to what it will say again.
    await vi.waitFor(async () => expect(await rows()).toEqual(['Organ Fader −8.0 → −20.0', 'Organ Pan R30 → nothing −']));
    await kit.at.page.tap('dialog button:has-text("Bring it back")');
    await kit.at.page.waitForSelector('dialog', { state: 'detached' });
    expect(readFileSync(join(kit.show, 'scenes', '013 Ballad.yaml'), 'utf8')).toBe(
      '# as Ann likes it\nscene: Ballad\nch/1:\n  fader: -20\n',
    );
    expect(kit.at.kit.get('ch/1/fader')).toBe(-3);
    // What it said until then is a version too.
    expect(await kit.library.versions('Ballad')).toHaveLength(3);
  });
});
