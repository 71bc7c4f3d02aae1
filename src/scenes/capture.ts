import type { Desk } from '../desk/desk.ts';
import type { Leaf } from '../desk/parameters.ts';
import { isRefusal, type Refusal } from '../desk/refusal.ts';
import { writeValue } from '../desk/value.ts';
import type { Scene, SceneValue } from './scene.ts';
import { readScope } from './scope.ts';

export interface CaptureOptions {
  readonly number: string;
  /** Patterns; none: everything. */
  readonly only?: readonly string[];
  /** The scene that is stored again: its times, safes and note stay, and its values outside of `only`. */
  readonly before?: Scene;
}

/**
 * Live state as a scene. What follows from other values, moves by itself, drives the transport or is only a push never comes into one, and
 * neither do solos: what the engineer listens to is not the mix.
 */
export function capture(desk: Desk, name: string, { number, only = [], before }: CaptureOptions): Scene | Refusal {
  const scope = readScope(desk, only);
  if (isRefusal(scope)) return scope;
  const vain = only.find((pattern) => !takesAny(desk, pattern));
  if (vain !== undefined) return { code: 'unknown-path', got: vain };
  const values = new Map<string, SceneValue>(scope.size > 0 ? before?.values : []);
  for (const { id, role, path, segments, parameter } of desk.model.entries) {
    if (!isStored(parameter.leaf) || parameter.readOnly) continue;
    if (scope.size > 0 && scope.patternOf(role, segments) === undefined) continue;
    const fade = before?.values.get(path)?.fade;
    values.set(path, { value: writeValue(parameter, desk.wanted(id)), ...(fade ? { fade } : {}) });
  }
  return {
    name,
    number,
    fade: before?.fade,
    safe: before?.safe ?? [],
    only: before?.only ?? [],
    preamps: before?.preamps ?? false,
    note: before?.note ?? '',
    values,
  };
}

/** Of what is stored a pattern takes something: else it is mistyped. */
function takesAny(desk: Desk, pattern: string): boolean {
  const scope = readScope(desk, [pattern]);
  return (
    !isRefusal(scope) &&
    desk.model.entries.some(({ role, segments, parameter }) => isStored(parameter.leaf) && scope.patternOf(role, segments) !== undefined)
  );
}

const isStored = ({ is, leaf }: Leaf): boolean => is === undefined && leaf !== 'solo';
