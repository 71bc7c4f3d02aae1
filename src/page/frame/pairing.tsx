import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PairedBody } from '../../remote/protocol/devices.ts';
import { deviceName, keepCredential } from '../link/credential.ts';
import { link } from '../link/link.ts';

const DIGITS = 6;
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'Clear', '0', 'Back'] as const;

/** The PIN that came in the address of a QR code: `#pin=482917`. Taken out of it, so that it does not stay in the history. */
function pinInAddress(): string {
  const pin = /^#pin=(\d{6})$/.exec(location.hash)?.[1] ?? '';
  if (pin !== '') history.replaceState(null, '', location.pathname);
  return pin;
}

/** First visit of a device: six digits that somebody at the desk shows. */
export function Pairing() {
  const pin = useSignal('');
  const name = useSignal(deviceName());
  const words = useSignal(link.socket.reason.value === '' ? '' : 'This device is not known any more.');
  const isBusy = useSignal(false);

  const exchange = async (): Promise<void> => {
    isBusy.value = true;
    words.value = await join(pin.peek(), name.peek());
    isBusy.value = false;
    pin.value = '';
  };
  const press = (key: string): void => {
    if (isBusy.peek()) return;
    words.value = '';
    if (key === 'Clear') pin.value = '';
    else if (key === 'Back') pin.value = pin.peek().slice(0, -1);
    else if (pin.peek().length < DIGITS) pin.value += key;
    if (pin.peek().length === DIGITS) void exchange();
  };
  useEffect(() => {
    for (const digit of pinInAddress()) press(digit);
    const typed = ({ key, target }: KeyboardEvent): void => {
      if (target instanceof HTMLInputElement) return;
      if (/^\d$/.test(key)) press(key);
      else if (key === 'Backspace') press('Back');
    };
    addEventListener('keydown', typed);
    return () => removeEventListener('keydown', typed);
  }, []);

  return (
    <main class="join">
      <h1>Join this desk</h1>
      <p class="sec">Type the six digits that the desk shows, or scan its square code instead.</p>
      <div class="digits" role="img" aria-label={`${pin.value.length} of ${DIGITS} digits typed`}>
        {Array.from({ length: DIGITS }, (_, i) => (
          <i key={`d${i + 1}`} class={i === pin.value.length ? 'next' : ''}>
            {pin.value[i] ?? ''}
          </i>
        ))}
      </div>
      <p class="said" role="alert">
        {words}
      </p>
      <div class="pad">
        {KEYS.map((key) => (
          <button type="button" key={key} onClick={() => press(key)} class={key.length > 1 ? 'word' : ''}>
            {key}
          </button>
        ))}
      </div>
      <label class="named">
        <span>Name of this device</span>
        <input value={name} maxLength={64} onInput={(event) => (name.value = event.currentTarget.value)} />
      </label>
    </main>
  );
}

/** @returns why not, in words; empty when it is let in */
async function join(pin: string, name: string): Promise<string> {
  try {
    const answer = await fetch('/api/v1/pair/exchange', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ pin, name: name.trim() || deviceName() }),
    });
    const body: unknown = await answer.json();
    if (!answer.ok) return reasonIn(body);
    // Cast: the daemon writes it by this very schema.
    const paired = body as PairedBody;
    keepCredential(paired.token, paired.name);
    link.socket.show(paired.token);
    return '';
  } catch {
    return 'No answer from the desk: is this device still in its network?';
  }
}

function reasonIn(body: unknown): string {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined;
  return typeof message === 'string' ? message : 'not let in';
}
