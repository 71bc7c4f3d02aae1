import { signal } from '@preact/signals';

/** A word to the hand: who holds it, why it was refused, what clipped. Read out, and gone by itself. */
const NOTICE_MS = 3000;
const notice = signal('');
let timer = 0;

export function tell(words: string): void {
  notice.value = words;
  clearTimeout(timer);
  timer = setTimeout(() => {
    notice.value = '';
  }, NOTICE_MS);
}

/** Read out, not shown: what an eye sees anyway. */
const spoken = signal('');
export function announce(words: string): void {
  spoken.value = words;
}

export function Notice() {
  return (
    <>
      <div class={notice.value === '' ? 'notice' : 'notice on'} role="status">
        {notice}
      </div>
      <div class="sr" role="status">
        {spoken}
      </div>
    </>
  );
}
