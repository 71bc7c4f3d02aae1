import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import './keypad.css';

/** A dialog of the browser's own: keeps the focus inside, closes with Esc or beside it, and gives the focus back. */
export function Modal({ title, wide, close, children }: { title: string; wide: boolean; close: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={wide ? 'ask wide' : 'ask'}
      aria-label={title}
      onClose={close}
      onPointerDown={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <div class="ask-body">
        <header>
          <h2>{title}</h2>
          <button type="button" class="x" aria-label="Esc, close" onClick={() => dialog.current?.close()}>
            Esc
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
