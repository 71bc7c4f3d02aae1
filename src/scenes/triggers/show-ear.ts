import { type MmcCommand, parseMmc } from '../../wire/formats/mmc.ts';
import { isMsc, type Msc, parseMsc } from '../../wire/formats/msc.ts';
import type { Timecode } from '../../wire/formats/timecode.ts';
import type { Bound, TriggerSettings } from './bound.ts';
import { ListDoors, type MscSettings, notForUs } from './msc-ear.ts';
import { isSameMsc } from './show-control.ts';

export interface ShowEarOptions {
  readonly settings: () => TriggerSettings;
  readonly bound: () => readonly Bound[];
  readonly fire: (bound: Bound, port: string, origin: 'mmc' | 'msc') => void;
  /** What the message does to the list by itself. @returns in words what was done; undefined for what we leave out */
  readonly obey: (message: Msc, port: string, decimal: boolean) => string | undefined;
  readonly admits: (name: string) => boolean;
  readonly locate: (at: Timecode) => void;
  readonly tell: (text: string) => void;
}

/** Show control and machine control, of all ports. */
export class ShowEar {
  /** Whether timecode is followed: MTC_CHASE_ON and OFF. */
  isChasing = true;
  readonly #options: ShowEarOptions;
  readonly #lists = new ListDoors();

  constructor(options: ShowEarOptions) {
    this.#options = options;
  }

  /** @param message system exclusive, F0 to F7 */
  hear(port: string, message: Uint8Array): void {
    const { tell } = this.#options;
    const settings = this.#options.settings();
    const machine = parseMmc(message);
    if (machine) {
      const isOurs = machine.device === 127 || machine.device === settings.mmcId;
      for (const command of isOurs ? machine.commands : []) this.#machine(port, command);
      return;
    }
    if (!settings.msc) return;
    const show = parseMsc(message);
    if (!isMsc(show)) {
      if (show.not !== 'show control') tell(`MIDI show control on ${port}: not ${show.not}`);
      return;
    }
    const why = notForUs(show, settings.msc) ?? this.#lists.refuse(show, settings.msc);
    if (why === undefined) this.#show(port, show, settings.msc);
    else if (this.#options.admits(`MIDI show control ${show.command} that is not for us`))
      tell(`MIDI show control ${show.command} on ${port} is not for us: ${why}`);
  }

  #machine(port: string, command: MmcCommand): void {
    if (command.command === 'locate') {
      if (this.#options.settings().timecode) this.#options.locate(command.time);
      return;
    }
    // Many PLAY keys send the deferred one.
    const key = command.command === 'deferred-play' ? 'play' : command.command;
    for (const bound of this.#options.bound()) {
      const { trigger } = bound.when;
      if (trigger.kind === 'mmc' && (trigger.key === 'deferred-play' ? 'play' : trigger.key) === key)
        this.#options.fire(bound, port, 'mmc');
    }
  }

  #show(port: string, message: Msc, settings: MscSettings): void {
    const { decimal } = settings;
    const own = this.#options.bound().filter(({ when: { trigger } }) => trigger.kind === 'msc' && isSameMsc(trigger, message, decimal));
    for (const bound of own) this.#options.fire(bound, port, 'msc');
    if (own.length > 0) return;
    const name = message.command === 'fire' ? `fire ${message.macro}` : message.command;
    if (!this.#options.admits(`MIDI show control ${name}${'cue' in message ? ` ${message.cue}` : ''}`)) return;
    const done = this.#swing(message, settings) ?? this.#options.obey(message, port, decimal);
    this.#options.tell(`MIDI show control ${name} on ${port}: ${done ?? 'nothing is made for it'}`);
  }

  /** What opens and closes us to others. @returns in words what was done */
  #swing(message: Msc, settings: MscSettings): string | undefined {
    if (message.command !== 'mtc-chase-on' && message.command !== 'mtc-chase-off') return this.#lists.swing(message, settings);
    this.isChasing = message.command === 'mtc-chase-on';
    return this.isChasing ? 'timecode is followed' : 'timecode is not followed until it is switched on again';
  }
}
