import { Digits } from './digits.tsx';
import { Jog } from './jog.tsx';
import { KeyCap } from './key.tsx';
import { ASSIGN, AUTOMATION, BANKS, type Cap, CURSOR, FUNCTIONS, type Group, MODIFY, PLAYER, TRANSPORT, UTILITY, VIEWS } from './keys.ts';
import type { Twin } from './twin.ts';

function Row({ twin, caps, columns }: { twin: Twin; caps: readonly Cap[]; columns: string }) {
  return (
    <div class="row" style={{ '--columns': columns }}>
      {caps.map((cap) => (
        <KeyCap key={cap.key} twin={twin} cap={cap} />
      ))}
    </div>
  );
}

function Keys({ twin, group: { title, columns, caps, tall } }: { twin: Twin; group: Group }) {
  return (
    <section class={`group ${tall ? 'tall' : ''}`} aria-label={title}>
      <h3>{title}</h3>
      <Row twin={twin} caps={caps} columns={`repeat(${columns}, minmax(0, 1fr))`} />
    </section>
  );
}

/** Everything right of the main fader. */
export function Right({ twin }: { twin: Twin }) {
  return (
    <div class="right">
      <Digits twin={twin} />
      <Keys twin={twin} group={ASSIGN} />
      <div class="two">
        <Keys twin={twin} group={FUNCTIONS} />
        <Keys twin={twin} group={AUTOMATION} />
      </div>
      <div class="two">
        <Keys twin={twin} group={MODIFY} />
        <Keys twin={twin} group={UTILITY} />
      </div>
      <Keys twin={twin} group={VIEWS} />
      <Keys twin={twin} group={PLAYER} />
      <div class="bottom">
        <div>
          <Row twin={twin} caps={CURSOR} columns="repeat(4, minmax(0, 1fr)) 45px 48px" />
          <Row twin={twin} caps={BANKS} columns="repeat(2, minmax(0, 1fr))" />
          <Keys twin={twin} group={TRANSPORT} />
        </div>
        <Jog twin={twin} />
      </div>
    </div>
  );
}
