import { readFileSync } from 'node:fs';

export interface Vector {
  readonly bytes: string;
  readonly meaning: string;
  readonly note: string;
}

/** What others say these bytes mean. @param name a file of test/vectors/show-control */
export function vectors<Row>(name: string): Row[] {
  const file = new URL(`../../vectors/show-control/${name}.json`, import.meta.url);
  const { vectors: rows }: { vectors: Row[] } = JSON.parse(readFileSync(file, 'utf8'));
  return rows;
}

export const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.split(' '), (byte) => Number.parseInt(byte, 16));
export const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
