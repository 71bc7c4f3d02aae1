import type { Profile } from '../surfaces/profile.ts';
import type { Place } from '../wire/formats/yaml-issues.ts';
import type { Complaints } from './complaints.ts';
import type { FileActions } from './file-actions.ts';
import type { Action, Way } from './mapping.ts';
import type { ButtonsText } from './schema.ts';

/** Keys of the whole unit, as a file or a mode of it says them. */
export class FileButtons {
  readonly #complaints: Complaints;
  readonly #actions: FileActions;
  readonly #profile: Profile;
  readonly #said: { readonly key: string; readonly place: Place }[] = [];

  constructor(complaints: Complaints, actions: FileActions, profile: Profile) {
    this.#complaints = complaints;
    this.#actions = actions;
    this.#profile = profile;
  }

  read(said: ButtonsText, place: Place): ReadonlyMap<string, Action> {
    const buttons = new Map<string, Action>();
    for (const [key, action] of Object.entries(said)) {
      const at = [...place, key];
      this.#complaints.key(at, key, this.#profile.keys.unit, `key of ${this.#profile.label}`);
      this.#said.push({ key, place: at });
      buttons.set(key, this.#actions.action(action, at));
    }
    return buttons;
  }

  /** Keys that lead somewhere do nothing else. @param look the key that looks */
  check(ways: ReadonlyMap<string, Way>, look: string | undefined): void {
    for (const { key, place } of this.#said) {
      if (ways.has(key)) this.#complaints.add(place, `key "${key}" is the way into a mode already`, true);
      if (key === look) this.#complaints.add(place, `key "${key}" is the key that looks already`, true);
    }
    if (look !== undefined && ways.has(look)) this.#complaints.add(['look', 'key'], `key "${look}" is the way into a mode already`);
  }
}
