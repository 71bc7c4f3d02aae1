// The inner file of the `osc` package: its main entry also loads ws and serialport. The package brings no types; these are ours,
// for the parts we use.
// @ts-expect-error no declaration file
import inner from 'osc/src/osc.js';

interface Place {
  idx: number;
}

interface OscPackage {
  readString(view: DataView, place: Place): string;
  writeString(text: string): Uint8Array;
  readArgument(tag: string, tags: string, view: DataView, options: { readonly metadata: boolean }, place: Place): unknown;
  writeArgument(argument: { readonly type: string; readonly value: unknown }, into: { parts: Uint8Array[]; byteLength: number }): string;
  /** For the bench and the second opinion in the tests. */
  writePacket(packet: unknown, options: { readonly metadata: boolean }): Uint8Array;
  readPacket(bytes: Uint8Array, options: { readonly metadata: boolean }): unknown;
}

// Cast: the shape above is what version 2.4.5 exports; test/wire/formats/osc-oracle.test.ts calls every function of it.
export const oscPackage = inner as OscPackage;
