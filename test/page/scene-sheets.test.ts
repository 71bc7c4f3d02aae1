import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { TOKENS } from '../remote/remote-kit.ts';
import { BROWSER, launch, withToken } from './page-kit.ts';
import { SceneKit } from './scene-kit.ts';

const FILES = {
  '001 Verse.yaml': 'scene: Verse\nch/1: {fader: -8}\n',
  '013 Ballad.yaml':
    '# the slow one\nscene: Ballad\nfade: 4 s along s\nch/1: {fader: -12, pan: 20}\nch/2: {fader: 8}\nbus/1: {fader: -3}\n',
};

describe.skipIf(BROWSER === undefined)('sheets of a scene', () => {
  let browser: Browser;
  let kit: SceneKit;
  beforeAll(async () => {
    browser = await launch(['--host-resolver-rules=MAP foh.test 127.0.0.1']);
  });
  afterAll(() => browser?.close());
  afterEach(() => kit?.close());

  const open = async (more: Partial<Parameters<typeof SceneKit.open>[1]> = {}): Promise<void> => {
    kit = await SceneKit.open(browser, { files: FILES, lines: ['set ch/2/name Organ'], ...more });
    await kit.at.page.tap('.cue:has-text("Ballad")');
    await kit.sees('.pv h1:text-is("013 Ballad")');
  };
  const file = (): string => readFileSync(join(kit.show, 'scenes', '013 Ballad.yaml'), 'utf8');
  const tap = (...selectors: readonly string[]): Promise<void> =>
    selectors.reduce((before, selector) => before.then(() => kit.at.page.tap(selector)), Promise.resolve());
  const key = (name: string): string => `.op .box:has-text("${name}")`;
  const changes = async (): Promise<string | null> => kit.at.page.textContent('.sum button:has-text("changes in all") b');

  test('a fade is of this recall, which its key says, or with a word of the scene, which its file says', async () => {
    await open();
    await tap(key('Fade'), 'dialog .times button:text-is("10.0 s")', 'dialog .set');
    expect(await kit.at.page.textContent(key('Fade'))).toBe('Fade, this recall10.0 s ');
    expect(file()).toContain('fade: 4 s along s');
    await tap(key('Fade'), 'dialog button:has-text("for good")', 'dialog .times button:text-is("2.0 s")', 'dialog button:has-text("Save")');
    await kit.at.page.waitForSelector('dialog', { state: 'detached' });
    expect(file()).toMatch(/^# the slow one\nscene: Ballad\nfade: 2 s/);
    // Whoever looks at another scene begins anew.
    await tap('.cue:has-text("Verse")', '.cue:has-text("Ballad")');
    await kit.sees(`${key('Fade')}:has-text("2.0 s")`);
    expect(await kit.at.page.textContent(key('Fade'))).toBe('Fade2.0 s ');
  });

  test('a time is typed as people write it, and what is none is not taken', async () => {
    await open();
    const { page } = kit.at;
    await tap(key('Fade'));
    await page.fill('dialog .typed input', '2,5');
    await page.press('dialog .typed input', 'Tab');
    expect(await page.inputValue('dialog .typed input')).toBe('2.5');
    await page.fill('dialog .typed input', 'soon');
    await page.press('dialog .typed input', 'Tab');
    expect(await page.inputValue('dialog .typed input')).toBe('');
    expect(await page.getAttribute('dialog .times .all', 'aria-pressed')).toBe('true');
  });

  test('a curve is always the scene’s, and the sheet says so', async () => {
    await open();
    await tap(key('Curve'));
    expect(await kit.at.page.textContent('dialog .sec')).toContain('this changes the scene');
    await tap('dialog .curves button:has-text("Even in dB")', 'dialog button:has-text("Save")');
    await kit.at.page.waitForSelector('dialog', { state: 'detached' });
    expect(file()).toMatch(/fade: 4 s along db/);
    await kit.sees(`${key('Curve')}:has-text("Even in dB")`);
  });

  test('a scope of parts and of strips under the finger is what the preview then shows', async () => {
    await open();
    await vi.waitFor(async () => expect(await changes()).toBe('4'));
    await tap(key('Scope'), 'dialog .choice button:text-is("Buses")', 'dialog .plates button:has-text("Organ")', 'dialog .set');
    await kit.sees(`${key('Scope, this recall')}:has-text("Buses, Organ")`);
    await vi.waitFor(async () => expect(await changes()).toBe('2'));
    // A tap on what is taken gives it back.
    await tap(key('Scope'), 'dialog .patterns button:has-text("bus/*")', 'dialog .set');
    await vi.waitFor(async () => expect(await changes()).toBe('1'));
    expect(file()).not.toContain('only');
  });

  test('the scope of a scene is written into its file', async () => {
    await open();
    await tap(key('Scope'), 'dialog button:has-text("for good")', 'dialog .choice button:text-is("Channels") >> nth=0');
    await tap('dialog button[role=switch]', 'dialog button:has-text("Save")');
    await kit.at.page.waitForSelector('dialog', { state: 'detached' });
    expect(file()).toMatch(/only: .*ch\/\*/);
    expect(file()).toMatch(/preamps: (yes|true)/);
    await vi.waitFor(async () => expect(await changes()).toBe('3'));
  });

  test('a tap on a plate makes a strip safe for every recall, one more lets it go; the mixer says SAFE', async () => {
    await open();
    const { page } = kit.at;
    await tap(key('Safes'), 'dialog .plates button:has-text("Organ")');
    await kit.sees('dialog .plates .plate[aria-pressed=true]:has-text("Organ"):has-text("SAFE")');
    expect(kit.library.safes).toEqual(['ch/2']);
    await tap('dialog .set', '.tabs a:text-is("Mixer")');
    await kit.sees('[data-strip="ch/2"] .plate em.safe:text-is("SAFE")');
    expect(await page.locator('[data-strip="ch/1"] .plate em.safe').count()).toBe(0);
    await tap('.tabs a:text-is("Scenes")', key('Safes'), 'dialog .plates button:has-text("Organ")');
    await vi.waitFor(() => expect(kit.library.safes).toEqual([]));
  });

  test('sections of strips are safe by a tap, patterns by the keyboard; what a pattern takes is taken out as that pattern', async () => {
    await open();
    const { page } = kit.at;
    await tap(key('Safes'), 'dialog .choice button:text-is("EQ")', 'dialog .plates button:has-text("Organ")');
    await kit.sees('dialog .plates .plate:has-text("Organ") em:text-is("EQ")');
    expect(kit.library.safes).toEqual(['ch/2/eq', 'ch/2/hpf', 'ch/2/lpf']);
    await page.fill('dialog .pattern input', 'ch/*/mute');
    await tap('dialog .pattern button');
    await kit.sees('dialog .patterns button:has-text("ch/*/mute")');
    await tap('dialog .choice button:text-is("Mute")', 'dialog .plates button:has-text("Ch 1")');
    await kit.sees('dialog p:has-text("Safe by ch/*/mute: take that out below")');
    await tap('dialog .patterns button:has-text("ch/*/mute")');
    await vi.waitFor(() => expect(kit.library.safes).toEqual(['ch/2/eq', 'ch/2/hpf', 'ch/2/lpf']));
    // What the daemon does not understand is refused where it was typed.
    await page.fill('dialog .pattern input', 'ch//');
    await tap('dialog .pattern button');
    await kit.sees('dialog .pattern .reason');
  });

  test('safes of this recall and of the scene leave the show as it is', async () => {
    await open();
    await tap(key('Safes'), 'dialog button:text-is("This recall")', 'dialog .plates button:has-text("Organ")', 'dialog .set');
    await kit.sees(`${key('Safes, this recall')}:has-text("+ 1 now")`);
    await vi.waitFor(async () => expect(await changes()).toBe('3'));
    await tap(
      key('Safes'),
      'dialog button:has-text("for good")',
      'dialog .plates button:has-text("Ch 1")',
      'dialog button:has-text("Save")',
    );
    await kit.at.page.waitForSelector('dialog', { state: 'detached' });
    expect(file()).toMatch(/safe: .*ch\/1/);
    expect(kit.library.safes).toEqual([]);
    await vi.waitFor(async () => expect(await changes()).toBe('1'));
  });

  test('of a cue the keys say what its line says, and a sheet changes the scene alone', async () => {
    kit = await SceneKit.open(browser, { files: FILES, cues: '- cue: 7\n  name: In\n  do: recall "Ballad" only ch/* over 9s\n' });
    await kit.sees('.pv h1:text-is("7 In")');
    expect(await kit.at.page.textContent(key('Fade'))).toBe('Fade9.0 s by the cue');
    expect(await kit.at.page.textContent(key('Scope'))).toBe('Scopeonly ch/* ');
    await tap(key('Fade'));
    expect(await kit.at.page.locator('dialog .choice').count()).toBe(0);
    await tap('dialog .times button:text-is("2.0 s")', 'dialog button:has-text("Save")');
    await kit.at.page.waitForSelector('dialog', { state: 'detached' });
    expect(file()).toContain('fade: 2 s');
  });

  test('a scene without a fade has no curve of its own: a cue that gives it a time goes along an S', async () => {
    kit = await SceneKit.open(browser, { files: FILES, cues: '- cue: 7\n  name: In\n  do: recall "Verse" over 9s\n' });
    await kit.sees('.pv h1:text-is("7 In")');
    expect(await kit.at.page.textContent(key('Curve'))).toBe('CurveS shape ');
  });

  test('a viewer looks at safes and versions, and nothing more', async () => {
    await open({ kit: { hosts: ['foh.test'] }, host: 'foh.test', script: withToken(TOKENS.viewer), state: 'viewer' });
    await tap(key('Fade'));
    expect(await kit.at.page.locator('dialog').count()).toBe(0);
    await tap(key('Safes'), 'dialog .plates button:has-text("Organ")');
    expect(kit.library.safes).toEqual([]);
  });
});
