import { tell } from '../frame/notice.tsx';
import { link } from '../link/link.ts';

/** Says a switch. A refusal by the page itself is said in words: dead keys that say nothing make people press harder. */
export function flip(path: string, value: boolean): void {
  if (!link.set(path, value)) tell(link.isStale.peek() ? 'No link: nothing is sent' : link.isLocked.peek() ? 'Locked' : 'Not now');
}

/** A cut must not wait for the finger to leave: mutes when pressed. Unmutes when let go inside; sliding off takes it back. */
export function MuteKey({ path, label, why }: { path: string; label: string; why: string }) {
  const param = link.param(path);
  const isOn = param.on.value;
  return (
    <button
      type="button"
      class={why !== '' && !isOn ? 'mute by' : 'mute'}
      role="switch"
      aria-checked={isOn}
      aria-label={`mute ${label}${why !== '' && !isOn ? `, silent by ${why}` : ''}`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        const key = event.currentTarget;
        key.dataset.pressed = param.on.peek() ? 'on' : 'off';
        if (!param.on.peek()) flip(path, true);
      }}
      onClick={(event) => {
        const key = event.currentTarget;
        const before = key.dataset.pressed;
        delete key.dataset.pressed;
        // By the keyboard there was no press.
        if (before === undefined) flip(path, !param.on.peek());
        else if (before === 'on') flip(path, false);
      }}
    >
      {isOn ? 'MUTED' : 'MUTE'}
      {why !== '' && !isOn && <small>{why}</small>}
    </button>
  );
}

/** A switch that acts when it is let go inside. */
export function SwitchKey({
  path,
  label,
  kind,
  words,
}: {
  path: string;
  label: string;
  kind: string;
  words: readonly [off: string, on: string];
}) {
  const param = link.param(path);
  if (!param.info.value) return <span class={`${kind} none`} />;
  return (
    <button
      type="button"
      class={kind}
      role="switch"
      aria-checked={param.on.value}
      aria-label={label}
      onClick={() => flip(path, !param.on.peek())}
    >
      {words[param.on.value ? 1 : 0]}
    </button>
  );
}
