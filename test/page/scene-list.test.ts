import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { BROWSER, launch } from './page-kit.ts';
import { SceneKit } from './scene-kit.ts';

const FILES = {
  '001 Verse.yaml': 'scene: Verse\nch/1: {fader: -8}\n',
  '013 Ballad.yaml': '# the slow one\nscene: Ballad\nch/1: {fader: -12}\nch/2: {fader: 8}\n',
};

describe.skipIf(BROWSER === undefined)('the list of scenes on the page', () => {
  let browser: Browser;
  let kit: SceneKit;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  afterEach(() => kit?.close());

  const open = async (files: Readonly<Record<string, string>> = FILES): Promise<void> => {
    kit = await SceneKit.open(browser, { files, lines: ['set ch/2/name Organ'] });
  };
  const tap = (...selectors: readonly string[]): Promise<void> =>
    selectors.reduce((before, selector) => before.then(() => kit.at.page.tap(selector)), Promise.resolve());
  const files = (): string[] => readdirSync(join(kit.show, 'scenes')).filter((name) => name.endsWith('.yaml'));
  const text = (name: string): string => readFileSync(join(kit.show, 'scenes', name), 'utf8');
  const isClosed = () => kit.at.page.waitForSelector('dialog', { state: 'detached' });
  const edit = async (name: string): Promise<void> => {
    await tap(`.cue:has-text("${name}")`, '.cues button:has-text("Edit 0")');
  };

  test('a part of the desk is stored as a scene: a kind, and single strips', async () => {
    await open();
    await tap('button:has-text("Store new")', 'dialog summary:has-text("All of the desk")');
    await tap('dialog .choice button:text-is("FX")', 'dialog .plates button:has-text("Organ")');
    await kit.at.page.fill('dialog input[aria-label="name of the scene"]', 'Organ and FX');
    await tap('dialog .set');
    await isClosed();
    await kit.sees('.cue.seen:has-text("Organ and FX")');
    const strips = [...text('014 Organ and FX.yaml').matchAll(/^((?:ch|fx|bus|dca|main)[^:]*):/gm)].map(([, path]) => path?.split('/')[0]);
    expect(new Set(strips)).toEqual(new Set(['ch', 'fx']));
    expect(text('014 Organ and FX.yaml')).not.toMatch(/^ch\/1:/m);
  });

  test('an update says what would be otherwise before it is done, and again when the desk moves', async () => {
    await open();
    await tap('.cue:has-text("Ballad")', 'button:has-text("Update 013")', 'dialog summary', 'dialog .plates button:has-text("Organ")');
    await kit.sees('dialog .diff .r:has-text("Fader"):has-text("+8.0 → 0.0")');
    kit.at.kit.say('set ch/2/fader -4');
    await kit.sees('dialog .diff .r:has-text("Fader"):has-text("+8.0 → −4.0")');
    expect(text('013 Ballad.yaml')).toContain('fader: 8');
    await tap('dialog .set');
    await isClosed();
    expect(text('013 Ballad.yaml')).toMatch(/^# the slow one/);
    expect(kit.library.find('Ballad')).toMatchObject({ name: 'Ballad' });
    const scene = kit.library.list().find(({ name }) => name === 'Ballad');
    expect([scene?.values.get('ch/2/fader')?.value, scene?.values.get('ch/1/fader')?.value]).toEqual([-4, -12]);
  });

  test('name, number and note in one sheet, which says what that does', async () => {
    await open();
    await edit('Ballad');
    const { page } = kit.at;
    await page.fill('dialog input[aria-label="name of the scene"]', 'Verse');
    await kit.sees('dialog .says:has-text("there is a scene \\"Verse\\" already")');
    await page.fill('dialog input[aria-label="name of the scene"]', 'Slow song');
    await page.fill('dialog label:has-text("Number") input', '12.5');
    await page.fill('dialog label:has-text("Note") input', 'Ann counts in');
    await kit.sees('dialog .says:has-text("Slow song")');
    await tap('dialog .set');
    await isClosed();
    await kit.sees('.cue.seen:has-text("Slow song"):has-text("Ann counts in")');
    expect(kit.library.list().map(({ number, name, note }) => [number, name, note])).toEqual([
      ['001', 'Verse', ''],
      ['012.5', 'Slow song', 'Ann counts in'],
    ]);
    expect(files()).toHaveLength(2);
  });

  test('a scene is removed after a second press, and brought back from where scenes are stored', async () => {
    await open();
    await edit('Ballad');
    await tap('dialog button:has-text("Remove this scene")');
    await kit.sees('dialog .sure p:has-text("would remove 013 \\"Ballad\\"")');
    expect(files()).toHaveLength(2);
    await tap('dialog .danger');
    await isClosed();
    await vi.waitFor(() => expect(files()).toEqual(['001 Verse.yaml']));
    await tap('button:has-text("Store new")', 'dialog summary:has-text("Removed before: 1")', 'dialog button:has-text("013 Ballad")');
    await isClosed();
    await kit.sees('.cue.seen:has-text("Ballad")');
    expect(text('013 Ballad.yaml')).toBe(FILES['013 Ballad.yaml']);
  });

  test.each([
    ['quotes of both kinds', `He said "go", didn't he`],
    ['a picture', '🎸 solo 👩🏽‍🎤'],
    ['a hundred letters', 'Lorem ipsum dolor '.repeat(6).slice(0, 99).trim()],
    ['one word without an end', 'W'.repeat(100)],
    ['from the right to the left', 'סצנה של ערב, שיר שני'],
    ['what a line would end at', 'Verse over 4s as "X-Touch" \\'],
  ])('a name of %s is stored, recalled, updated and renamed, and breaks no line and no layout', async (_, name) => {
    await open();
    const { page } = kit.at;
    await tap('button:has-text("Store new")');
    await page.fill('dialog input[aria-label="name of the scene"]', name);
    await tap('dialog .set');
    await isClosed();
    await kit.sees('.cue.seen');
    await vi.waitFor(() => expect(kit.library.list().map((one) => one.name)).toContain(name));
    kit.at.kit.say('set ch/5/fader -17');
    await kit.sees('.sum button:has-text("changes in all") b:text-is("1")');
    expect(await kit.misfits()).toEqual([]);
    await page.dispatchEvent('.go', 'pointerdown', { button: 0, pointerId: 1 });
    await vi.waitFor(() => {
      kit.at.kit.clock.advance(50);
      expect(kit.at.kit.get('ch/5/fader')).toBe(0);
    });
    await tap('.cues button:has-text("Edit 014")');
    expect(await kit.misfits()).toEqual([]);
    await page.fill('dialog input[aria-label="name of the scene"]', `${name.slice(0, 90)} B`);
    await tap('dialog .set');
    await isClosed();
    expect(kit.library.list().map((one) => one.name)).toContain(`${name.slice(0, 90)} B`);
  });

  test('a name that is too long for a file is refused in words, and stays to be shortened', async () => {
    await open();
    await tap('button:has-text("Store new")');
    await kit.at.page.fill('dialog input[aria-label="name of the scene"]', 'x'.repeat(200));
    await tap('dialog .set');
    await kit.sees('dialog .reason:has-text("100")');
    expect(await kit.misfits()).toEqual([]);
    expect(kit.library.list()).toHaveLength(2);
  });

  test('a mistake in a scene file is a quiet line above the list with its place, and goes when it is mended', async () => {
    await open({ ...FILES, '020 Wrong.yaml': 'scene: Wrong\nch/1:\n  fadr: -8\n' });
    await kit.sees('.faults summary:has-text("scenes/020 Wrong.yaml:3:3")');
    expect(await kit.findings()).toEqual([]);
    expect(await kit.misfits()).toEqual([]);
    await tap('.faults summary');
    expect(await kit.at.page.isVisible('.faults li')).toBe(true);
    writeFileSync(join(kit.show, 'scenes', '020 Wrong.yaml'), 'scene: Wrong\nch/1:\n  fader: -8\n');
    await kit.sees('.cue:has-text("Wrong")');
    await kit.at.page.waitForSelector('.faults', { state: 'detached' });
  });
});
