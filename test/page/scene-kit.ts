import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { expect, vi } from 'vitest';
import { runVerb } from '../../src/desk/line.ts';
import { isRefusal } from '../../src/desk/refusal.ts';
import { readCues } from '../../src/scenes/cues/cue-file.ts';
import { CueRunner } from '../../src/scenes/cues/runner.ts';
import { cueVerbs } from '../../src/scenes/cues/verbs.ts';
import { historyVerbs } from '../../src/scenes/history-verbs.ts';
import { Recalls } from '../../src/scenes/recalls.ts';
import { sceneListVerbs } from '../../src/scenes/scene-list-verbs.ts';
import { sceneVerbs } from '../../src/scenes/verbs.ts';
import { SceneFolder } from '../../src/show/scenes.ts';
import { systemClock } from '../../src/wire/ports/clock.ts';
import type { Kit } from '../desk/desk-kit.ts';
import { SlowEngine } from '../scenes/recall-kit.ts';
import { scratch } from '../scratch.ts';
import { PageKit } from './page-kit.ts';

/** A page on a show whose scenes are files, with the verbs of the house about them. */
export class SceneKit {
  readonly at: PageKit;
  readonly library: SceneFolder;
  readonly show: string;

  private constructor(at: PageKit, library: SceneFolder, show: string) {
    this.at = at;
    this.library = library;
    this.show = show;
  }

  static async open(
    browser: Browser,
    {
      files,
      cues = '',
      lines = [],
      ...options
    }: { files: Readonly<Record<string, string>>; cues?: string; lines?: readonly string[] } & Parameters<typeof PageKit.open>[1],
  ): Promise<SceneKit> {
    const show = scratch();
    mkdirSync(join(show, 'scenes'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(show, 'scenes', name), text);
    const library = await SceneFolder.open(show, { clock: systemClock, say: () => {} });
    const house = (kit: Kit) => {
      const { desk, clock, verbs } = kit;
      new SlowEngine(kit, 'foh', 5);
      const recalls = new Recalls({ desk, clock, library, say: () => {} });
      const host = { recalls, library };
      verbs.add(sceneVerbs(() => host));
      verbs.add(sceneListVerbs(() => host));
      verbs.add(historyVerbs(() => host));
      verbs.add(cueVerbs(() => undefined));
      const read = readCues(cues, 'cues.yaml', verbs);
      if (!('good' in read)) throw new Error(JSON.stringify(read.errors));
      const runner = new CueRunner({
        cues: read.good,
        clock,
        say: (line, actor) => runVerb(line.verb, line.args, { desk, actor }, line.overMs, line.as),
      });
      for (const line of lines) if (isRefusal(kit.say(line))) throw new Error(kit.refused(line));
      return { recalls, library, runner };
    };
    const at = await PageKit.open(browser, { ...options, kit: { ...options.kit, show: house } });
    await at.page.click('.tabs a:text-is("Scenes")');
    await at.page.waitForSelector('.sc .sum');
    return new SceneKit(at, library, show);
  }

  async close(): Promise<void> {
    await this.at.close();
    this.library.close();
  }

  /** Waits until there is something; time of the desk goes on meanwhile, since news of the show keep a pace. */
  async sees(selector: string): Promise<void> {
    await vi.waitFor(
      async () => {
        this.at.kit.clock.advance(50);
        expect(await this.at.page.locator(selector).count(), selector).toBeGreaterThan(0);
      },
      { timeout: 10_000 },
    );
  }

  /** Findings of axe that keep people out. */
  async findings(): Promise<string[]> {
    const { page } = this.at;
    await page.evaluate(axe.source);
    // Cast: the part of axe's answer that is looked at.
    const { violations } = (await page.evaluate('axe.run({ resultTypes: ["violations"] })')) as {
      violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
    };
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary.slice(0, 200)}`));
  }

  /** Keys too small for a finger, letters too small to read, and what reaches over the sides; in the dialog if one is open. */
  async misfits(): Promise<string[]> {
    return (await this.at.page.evaluate(`(() => {
      const root = document.querySelector('dialog[open]') ?? document.querySelector('.sc');
      const seen = (key) => key.checkVisibility() && key.getBoundingClientRect().width > 0;
      const small = [...root.querySelectorAll('button, select, summary, input')].filter(seen).flatMap((key) => {
        const { width, height, left, right } = key.getBoundingClientRect();
        const words = key.className + ' ' + key.textContent.slice(0, 40) + ' ' + Math.round(width) + 'x' + Math.round(height);
        return width < 43.5 || height < 43.5 ? ['small: ' + words] : left < -0.5 || right > innerWidth + 0.5 ? ['outside: ' + words] : [];
      });
      const fine = [...root.querySelectorAll('*')].filter((one) => seen(one) && one.children.length === 0 && one.textContent.trim() !== ''
        && Number.parseFloat(getComputedStyle(one).fontSize) < 12).map((one) => 'fine print: ' + one.textContent);
      const wide = document.documentElement.scrollWidth > innerWidth + 0.5 ? ['the page is wider than the screen'] : [];
      return [...small, ...fine, ...wide];
    })()`)) as string[];
  }
}
