import { link } from '../link/link.ts';

/** Mistakes of files of the show, above the list: what stood there before runs on, so this is said quietly. */
export function SceneFaults() {
  const faults = link.show.value?.faults ?? [];
  const [first, ...more] = faults;
  if (!first) return null;
  return (
    <details class="faults">
      <summary>
        <span>
          <b>{place(first)}</b> {first.says}
          {more.length > 0 && ` · and ${more.length} more`}
        </span>
      </summary>
      <ul>
        {faults.map((fault) => (
          <li key={place(fault)}>
            <b>{place(fault)}</b> {fault.says}
            {fault.meanwhile !== '' && <small>Meanwhile: {fault.meanwhile}</small>}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
/** As editors open it. */
const place = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;
