import { COEFS, Shape, sectionLevelDb, writeCut, writeSection } from '../../audio/filters.ts';

/** The embedded mixer's rate, at which its filters work. */
export const SAMPLE_RATE_HZ = 48_000;

/** Words of `eq/{n}/type` and what the filters call them. A word that is not here draws a flat line. */
const SHAPES: Readonly<Record<string, number>> = {
  'low-shelf': Shape.lowShelf,
  bell: Shape.bell,
  'high-shelf': Shape.highShelf,
  'low-cut': Shape.lowCut,
  'high-cut': Shape.highCut,
  notch: Shape.notch,
};

export interface Band {
  readonly on: boolean;
  /** As the desk says it: `bell`. */
  readonly type: string;
  readonly freqHz: number;
  readonly gainDb: number;
  readonly q: number;
}

export interface Cut {
  readonly on: boolean;
  readonly freqHz: number;
  /** dB/oct: 12, 18 or 24 */
  readonly slope: number;
}

/** The filters of a strip; what is off, or not there, lets everything through. */
export interface Filters {
  /** The switch over all bands; cuts have their own. */
  readonly on: boolean;
  readonly bands: readonly Band[];
  readonly lowCut?: Cut | undefined;
  readonly highCut?: Cut | undefined;
}

/** Bands whose level at their own frequency is their gain; the others have no use for one. */
export const hasGain = (type: string): boolean => type === 'bell' || type === 'low-shelf' || type === 'high-shelf';

/** Coefficients of the sections in use, one after the other. */
type Sections = Float64Array;

const bandSections = ({ type, freqHz, q, gainDb }: Band): Sections => {
  const shape = SHAPES[type];
  if (shape === undefined) return new Float64Array(0);
  const out = new Float64Array(COEFS);
  writeSection(shape, freqHz, q, gainDb, SAMPLE_RATE_HZ, out, 0, 1);
  return out;
};

const cutSections = (shape: number, { freqHz, slope }: Cut): Sections => {
  const out = new Float64Array(2 * COEFS);
  writeCut(shape, freqHz, slope, SAMPLE_RATE_HZ, out, 0, COEFS, 1);
  return out;
};

const levelOf = (sections: Sections, freqHz: number): number => {
  let sum = 0;
  for (let at = 0; at < sections.length; at += COEFS) sum += sectionLevelDb(sections, at, 1, freqHz, SAMPLE_RATE_HZ);
  return sum;
};

/** Level in dB that the filters give a sine, as a function of its frequency: the mixer's own arithmetic, not a likeness. */
export function response({ on, bands, lowCut, highCut }: Filters): (freqHz: number) => number {
  const sections = [
    ...(lowCut?.on ? [cutSections(Shape.lowCut, lowCut)] : []),
    ...(highCut?.on ? [cutSections(Shape.highCut, highCut)] : []),
    ...(on ? bands.filter((band) => band.on).map(bandSections) : []),
  ];
  return (freqHz) => sections.reduce((sum, section) => sum + levelOf(section, freqHz), 0);
}

/** Of one band alone, switched on or not. */
export const bandResponse = (band: Band): ((freqHz: number) => number) => {
  const sections = bandSections(band);
  return (freqHz) => levelOf(sections, freqHz);
};

export const cutResponse = (side: 'low' | 'high', cut: Cut): ((freqHz: number) => number) => {
  const sections = cutSections(side === 'low' ? Shape.lowCut : Shape.highCut, cut);
  return (freqHz) => levelOf(sections, freqHz);
};

/** The area of a graph: 20 Hz .. 20 kHz by octaves, +-`spanDb` around its middle. px */
export interface Area {
  readonly width: number;
  readonly height: number;
  readonly spanDb: number;
}

const LOWEST_HZ = 20;
const DECADES = 3;
export const xOf = ({ width }: Area, freqHz: number): number => (Math.log10(freqHz / LOWEST_HZ) / DECADES) * width;
export const freqAt = ({ width }: Area, x: number): number => LOWEST_HZ * 10 ** ((x / width) * DECADES);
export const yOf = ({ height, spanDb }: Area, levelDb: number): number => height / 2 - (levelDb * height) / (2 * spanDb);
/** dB that a way of `px` upwards is worth. */
export const levelPerPx = ({ height, spanDb }: Area): number => (2 * spanDb) / height;

/** Pixels between two points of a curve. */
const PITCH = 3;

/**
 * The curve as the path of an SVG: a point every 3 px, and one at each frequency of `peaks`, so that a notch is as deep as it is.
 * What leaves the area runs along outside its edge.
 */
export function curvePath(area: Area, levelAt: (freqHz: number) => number, peaks: readonly number[] = []): string {
  const places: number[] = [];
  for (let x = 0; x < area.width; x += PITCH) places.push(x);
  places.push(area.width, ...peaks.map((freqHz) => xOf(area, freqHz)).filter((x) => x > 0 && x < area.width));
  places.sort((a, b) => a - b);
  const points = places.map((x) => {
    const y = Math.min(area.height + 4, Math.max(-4, yOf(area, levelAt(freqAt(area, x)))));
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}
