const PATHS = {
  lock: 'M7 11h10a2 2 0 012 2v5a2 2 0 01-2 2H7a2 2 0 01-2-2v-5a2 2 0 012-2zM8 11V8a4 4 0 018 0v3',
  undo: 'M9 5L4 10l5 5M4 10h10a5.500 5.500 0 010 11h-3',
  sun: 'M12 8a4 4 0 110 8 4 4 0 010-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2',
  ear: 'M6 12V9a6 6 0 0112 0c0 5-4 5-4 9a3 3 0 01-5.500 1.500M9.500 12V9a2.500 2.500 0 015 0c0 2-1.500 2.500-2 4',
  stereo: 'M9 6a6 6 0 100 12A6 6 0 009 6zM15 6a6 6 0 100 12 6 6 0 000-12z',
} as const;

/** A line drawing; words stand beside it or in the label of its key. */
export function Icon({ name, size = 22 }: { name: keyof typeof PATHS; size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
