import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { encode } from 'uqr';
import type { OpenPinBody } from '../../remote/protocol/devices.ts';
import { link } from '../link/link.ts';

type Role = 'viewer' | 'mixer' | 'admin';
const ROLES: readonly (readonly [Role, string, string])[] = [
  ['viewer', 'View only', 'all meters, no control'],
  ['mixer', 'Mix', 'everything but setup'],
  ['admin', 'Engineer', 'everything'],
];

const open = signal<OpenPinBody | undefined>(undefined);
const words = signal('');

/** Asks for a fresh PIN of a role. */
async function show(role: Role): Promise<void> {
  try {
    const answer = await link.fetch('/api/v1/pair', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ role }),
    });
    // Cast: the daemon writes it by this very schema.
    if (answer.ok) open.value = (await answer.json()) as OpenPinBody;
    words.value = answer.ok ? '' : 'This daemon pairs no devices: start it with --lan.';
  } catch {
    words.value = 'No link.';
  }
}

/** Opens the way in for another device. */
export function PairKey() {
  return (
    <>
      <button type="button" class="wide" onClick={() => void show('mixer')}>
        Pair a device
      </button>
      {words.value !== '' && <p class="sec">{words}</p>}
      {open.value && <PairSheet pin={open.value} />}
    </>
  );
}

function PairSheet({ pin }: { pin: OpenPinBody }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const left = useSignal(0);
  useEffect(() => {
    const untilMs = performance.now() + pin.leftMs;
    const look = (): void => {
      left.value = Math.max(0, Math.ceil((untilMs - performance.now()) / 1000));
    };
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [pin, left]);
  const [page] = pin.pages;
  return (
    <dialog class="sheet" ref={dialog} aria-label="Pair a device" onClose={() => (open.value = undefined)}>
      <div class="sheetgrid">
        <div>
          {pin.join && <Code words={pin.join} />}
          <p class="pin">{pin.pin?.replace(/^(...)/, '$1 ')}</p>
          <p class="url">
            {page} · {Math.floor(left.value / 60)}:{String(left.value % 60).padStart(2, '0')} left
          </p>
        </div>
        <div class="side">
          <h1>Pair a device</h1>
          <div class="roles">
            {ROLES.map(([role, name, says]) => (
              <button
                type="button"
                key={role}
                class={pin.role === role ? 'lit' : ''}
                aria-pressed={pin.role === role}
                onClick={() => void show(role)}
              >
                {name}
                <small>{says}</small>
              </button>
            ))}
          </div>
          <p class="sec">
            Open the address on the other device, or scan the square, and type the six digits. They let in one device, once.
          </p>
          <button type="button" class="wide" onClick={() => dialog.current?.close()}>
            Done
          </button>
        </div>
      </div>
    </dialog>
  );
}

/** The address as a QR code. */
function Code({ words: text }: { words: string }) {
  const { data, size } = encode(text, { border: 0 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <div class="qr">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label="QR code of the address">
        <path d={path} />
      </svg>
    </div>
  );
}
