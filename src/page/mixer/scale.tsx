import type { Law } from '../../desk/law.ts';

const LABELS = [10, 5, 0, -5, -10, -20, -30, -40, -60] as const;
const TICKS = [7.5, 2.5, -2.5, -7.5, -15, -25, -50] as const;
/** Closer than this along the travel, two figures would touch. */
const APART = 0.045;

/** The printed scale: where the engine's own law has its levels. */
export function Scale({ law }: { law: Law | undefined }) {
  if (!law) return null;
  const inside = (db: number): boolean => db <= law.max && db >= law.min;
  let last = 2;
  const labels = LABELS.filter(inside).filter((db) => {
    const position = law.toPosition(db);
    if (last - position < APART) return false;
    last = position;
    return true;
  });
  return (
    <div class="scale" aria-hidden="true">
      {labels.map((db) => (
        <i key={db} class={db === 0 ? 'l z' : 'l'} style={{ '--p': law.toPosition(db) }}>
          {Math.abs(db)}
        </i>
      ))}
      {law.min === Number.NEGATIVE_INFINITY && (
        <i class="l" style={{ '--p': 0 }}>
          ∞
        </i>
      )}
      {TICKS.filter(inside).map((db) => (
        <i key={`t${db}`} class="n" style={{ '--p': law.toPosition(db) }} />
      ))}
    </div>
  );
}
