import type { Link } from '../link/link.ts';
import type { SurfaceNews } from '../link/protocol.ts';
import type { About } from './monitor.ts';

/**
 * What a message is about on the desk, where that is known: the strip under it by name, and for a fader the value and path. Read while
 * drawing: the signals of the desk redraw it.
 */
export function consequenceOf(about: About | undefined, view: SurfaceNews | undefined, link: Link): string {
  const strip = about && view?.strips[about.strip];
  if (!strip) return '';
  const name = link.param(`${strip}/name`).text.value || strip;
  // Under flip and sends the faders hold other things; which, the view does not say.
  if (!about.isPlace || view.flip) return name;
  const { info, level } = link.param(`${strip}/fader`);
  return info.value ? `${name} ${levelText(level.value)} → ${strip}/fader` : name;
}

export const levelText = (levelDb: number): string =>
  levelDb === Number.NEGATIVE_INFINITY ? '−∞' : `${levelDb > 0 ? '+' : levelDb < 0 ? '−' : ''}${Math.abs(levelDb).toFixed(1)} dB`;
