/** Pictures for scribble strips, drawn on 24 x 24. */
const DRAWN: Readonly<Record<string, string>> = {
  vocal: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4M9 21h6',
  choir: 'M8 4a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM16 4a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM3 20c0-5 2-8 5-8s4 2 4 4c0-2 1-4 4-4s5 3 5 8',
  speech: 'M4 21h16M7 21V9h10v12M5 9h14l-2-3H7zM12 6V3',
  kick: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM6 19l-2 2M18 19l2 2',
  snare: 'M4 9c0-2 3.6-3 8-3s8 1 8 3-3.6 3-8 3-8-1-8-3zM4 9v7c0 2 3.6 3 8 3s8-1 8-3V9M8 12v7M16 12v7',
  toms: 'M4 8c0-2 3.6-3 8-3s8 1 8 3-3.6 3-8 3-8-1-8-3zM4 8v8c0 2 3.6 4 8 4s8-2 8-4V8',
  hihat: 'M3 8c4-1.5 14-1.5 18 0M3 11c4 1.5 14 1.5 18 0M12 5v16M8 21h8',
  overhead: 'M2 10c4-2 16-2 20 0-4 2-16 2-20 0zM12 7v14M8 21h8',
  percussion: 'M7 4a4 4 0 0 1 4 4c0 2-1.5 2.5-1.5 5L10 21M17 4a4 4 0 0 0-4 4c0 2 1.5 2.5 1.5 5L14 21M3 8h4M17 8h4',
  drums: 'M3 9c0-1.3 2-2 4.5-2s4.5.7 4.5 2-2 2-4.5 2S3 10.3 3 9zM3 9v8c0 1.3 2 2 4.5 2s4.5-.7 4.5-2V9M14 6c3-1 6-1 8 0M18 5v15M15 20h6',
  bass: 'M4 20l4-4M7 17a3.5 3.5 0 1 0 5-5l-1-1a3 3 0 0 0-5 2c0 2-2 2-2 4s1 3 3 3 2-2 4-2M12 12l8-8M17 4l3 3',
  'electric-guitar': 'M6 21c-3-1-3.5-4-1.5-6s3-1 4.5-3l9-9 3 3-9 9c-2 1.5-1 2.5-3 4.5s-2 2-3 1.5zM9 15l1 1',
  'acoustic-guitar': 'M8 12a3 3 0 0 1 4 0c1.5 1.5 1 3 0 4 1.5 1 1 3-1 4.5s-5 1.5-6.5-.5-2-4.5-.5-6 3-1 4-2zM11 13l8-8M17 3l4 4',
  keys: 'M3 6h18v12H3zM9 6v12M15 6v12M7 6v7M17 6v7M12 6v7',
  organ: 'M4 3v10M8 5v8M12 3v10M16 5v8M20 3v10M2 13h20v8H2zM6 17h12',
  strings: 'M7 21c-2-2-2-4 0-5s0-3 2-4 3 0 4 1 2 2 1 4-3 0-4 2-1 4-3 2zM12 12l8-9',
  trumpet: 'M3 11h12l6-5v12l-6-5H3zM7 11V8M10 11V8M13 11V8M5 13v3h6v-3',
  sax: 'M15 3l-2 2v9a4 4 0 1 1-8 0v-2l-2-1M15 3h3M9 14v-2',
  player: 'M4 5h16v14H4zM9 9l6 3-6 3z',
  tape: 'M3 6h18v12H3zM8 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM16 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM8 14h8',
  click: 'M8 21h8l-2-16h-4zM12 15l5-8',
  effect: 'M3 12c2-8 4-8 6 0s4 8 6 0 4-8 6 0',
  wedge: 'M3 18h18L17 7H9zM12 11a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  ears: 'M4 15v-3a8 8 0 0 1 16 0v3M4 14h3v6H4zM17 14h3v6h-3z',
  speaker: 'M6 3h12v18H6zM12 11a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM12 6v1',
  talkback: 'M4 5h16v10h-9l-4 4v-4H4z',
};

/** Names of all pictures; the empty one is none. */
export const ICONS: readonly string[] = ['', ...Object.keys(DRAWN)];

export const isDrawn = (name: string): boolean => Object.hasOwn(DRAWN, name);

/** A picture by its name; nothing for a name that is not drawn here. */
export function Icon({ name, size = 24 }: { name: string; size?: number }) {
  const path = DRAWN[name];
  return path === undefined ? null : (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
