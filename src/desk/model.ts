import type { Layout, Parameter } from './layout.ts';

/** A parameter of the whole desk: an engine's parameter with the id and the path it has beside the other engines. */
export interface Entry {
  readonly id: number;
  readonly role: string;
  /** With the role in front where it is not the first engine: `mon:ch/7/fader`. */
  readonly path: string;
  /** Of the path without the role. */
  readonly segments: readonly string[];
  readonly parameter: Parameter;
}

/** All parameters of all engines. Made anew when an engine describes another layout. */
export interface Model {
  /** Rises with each layout; ids hold within one number. */
  readonly number: number;
  readonly roles: readonly string[];
  readonly entries: readonly Entry[];
  readonly byPath: ReadonlyMap<string, Entry>;
  readonly layouts: ReadonlyMap<string, Layout>;
  /** First id of each engine; its parameters follow in the order of its layout. */
  readonly base: ReadonlyMap<string, number>;
}

export function buildModel(number: number, layouts: ReadonlyMap<string, Layout>): Model {
  const roles = [...layouts.keys()];
  const entries: Entry[] = [];
  const byPath = new Map<string, Entry>();
  const base = new Map<string, number>();
  for (const [role, layout] of layouts) {
    base.set(role, entries.length);
    const prefix = role === roles[0] ? '' : `${role}:`;
    for (const parameter of layout.parameters) {
      const path = prefix + parameter.path;
      const entry = { id: entries.length, role, path, segments: parameter.path.split('/'), parameter };
      entries.push(entry);
      byPath.set(path, entry);
    }
  }
  return { number, roles, entries, byPath, layouts, base };
}
