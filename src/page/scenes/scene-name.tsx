/** Letters of a name: more would be a note. */
const NAME_LIMIT = 200;

interface NameProps {
  readonly field?: { current: HTMLInputElement | null };
  readonly label: string;
  readonly value: string;
  readonly isRefused: boolean;
  readonly put: (text: string) => void;
}

export function NameField({ field, label, value, isRefused, put }: NameProps) {
  return (
    <input
      {...(field ? { ref: field } : {})}
      class={isRefused ? 'field text struck' : 'field text'}
      dir="auto"
      autocomplete="off"
      enterkeyhint="done"
      maxLength={NAME_LIMIT}
      aria-label={label}
      aria-invalid={isRefused}
      value={value}
      onInput={(event) => put(event.currentTarget.value)}
    />
  );
}
