/** Gain change as a column from the top; drawn on the canvas of the view. */
export function Reduction({ point, kind }: { point: string; kind: 'dyn' | 'gate' }) {
  return <i class="grm" data-meter={point} data-kind={kind} aria-hidden="true" />;
}
