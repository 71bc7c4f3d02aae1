import { Fader } from './fader.tsx';
import { KeyCap } from './key.tsx';
import { FLIP, MAIN_CAPS, STRIP_CAPS } from './keys.ts';
import { Knob } from './knob.tsx';
import type { Twin } from './twin.ts';

/** Scribble display: the text stands as the bytes have it, seven characters a line. */
function Lcd({ twin, strip }: { twin: Twin; strip: number }) {
  const { lines, backlight } = twin.stripDisplay(strip);
  return (
    <div class={`lcd ${backlight.value}`} data-lcd={strip + 1}>
      <span>{lines[0].value}</span>
      <span>{lines[1].value}</span>
    </div>
  );
}

export function Strip({ twin, strip }: { twin: Twin; strip: number }) {
  const name = twin.stripDisplay(strip).lines[0].value.trim();
  return (
    <section class="strip" aria-label={`strip ${strip + 1}`}>
      <Lcd twin={twin} strip={strip} />
      <Knob twin={twin} knob={strip} />
      <div class="strip-keys">
        <div>
          {STRIP_CAPS.map((cap) => (
            <KeyCap key={cap.key} twin={twin} cap={cap} strip={strip} />
          ))}
        </div>
        <i data-meter={strip} aria-hidden="true" />
      </div>
      <Fader twin={twin} fader={strip} label={`fader ${strip + 1} ${name}`.trim()} />
    </section>
  );
}

export function MainStrip({ twin, fader }: { twin: Twin; fader: number }) {
  return (
    <section class="strip main" aria-label="main">
      <div class="lcd plain" aria-hidden="true">
        <span> </span>
        <span> MAIN</span>
      </div>
      <div class="flip">
        <KeyCap twin={twin} cap={FLIP} />
      </div>
      <div class="modes">
        {MAIN_CAPS.map((cap) => (
          <KeyCap key={cap.key} twin={twin} cap={cap} />
        ))}
      </div>
      <Fader twin={twin} fader={fader} label="main fader" />
    </section>
  );
}
