import type { Bridge } from '../bridge.ts';
import type { Hands } from '../remote/hands.ts';
import type { SceneHost } from '../scenes/scene-host.ts';

/** What a person sees when the daemon serves: one screen. */
export function screen({ addresses, engines, desk, door, hands, scenes }: Bridge, show: string, notes: readonly string[]): string {
  const pages = door.pages();
  const rows: [string, string][] = [
    ['page', `${addresses.http}/`],
    ['tablets', pages.length > 0 ? pages.map((page) => `${page}/`).join('  ') : 'deskbridge start --lan lets them in'],
    ['API', `${addresses.http}/api/v1/layout`],
    ['OSC', `UDP and TCP ${addresses.osc}`],
  ];
  for (const engine of engines) {
    const strips = desk.model.layouts.get(engine.role)?.strips ?? [];
    const count = (kind: string): number => strips.filter((strip) => strip.kind === kind).length;
    rows.push([
      engine.role,
      `${engine.type}: ${count('ch')} channels, ${count('bus')} buses, ${count('fx')} effects, ${count('dca')} DCAs`,
    ]);
  }
  for (const line of surfaceLines(hands, addresses.http)) rows.push(['surface', line]);
  for (const line of soundLines({ engines })) rows.push(['audio', line]);
  rows.push(['show', show]);
  const offer = lastLine(scenes);
  if (offer !== undefined) rows.push(['last', offer]);
  const width = Math.max(...rows.map(([name]) => name.length));
  const table = rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
  const missing = notes.map((note) => `  ! ${note}\n`).join('');
  return `\nDeskbridge\n${table}\n${missing}\n  Try: deskbridge set ch/1/fader -10   deskbridge meters   Ctrl-C ends\n\n`;
}

/** Where the sound of each engine goes, and why there. */
export const soundLines = ({ engines }: Pick<Bridge, 'engines'>): string[] =>
  engines.flatMap((engine) => {
    const sound = engine.sound?.();
    if (!sound) return [];
    const role = engines.length > 1 ? `${engine.role}: ` : '';
    return [`${role}${sound.output}${sound.reason ? `: ${sound.reason}` : ''}`];
  });

/** Surfaces that are there; without any, where a virtual one is. */
export function surfaceLines(hands: Hands | undefined, http: string): string[] {
  const found = (hands?.list() ?? []).map(({ name, model, state, reason }) => {
    const what = name === model ? name : `${name}: ${model}`;
    return state === 'live' ? what : `${what}, ${reason}`;
  });
  return found.length > 0 ? found : [`none; open ${http}/surface for a virtual X-Touch`];
}

/** The mix of the run before is offered, never put back by itself. */
export function lastLine({ last }: SceneHost): string | undefined {
  const offer = last?.offer();
  if (!offer) return undefined;
  const { length } = offer.difference.rows;
  const values = length === 1 ? '1 value differs' : `${length} values differ`;
  if (offer.named) return `scene "${offer.scene.name}" is offered: ${values} from it; deskbridge last shows them, last take recalls it`;
  return `${values} from the last run; deskbridge last shows them, last take brings them back`;
}
