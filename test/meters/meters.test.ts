import { describe, expect, test } from 'vitest';
import { Meters } from '../../src/meters/meters.ts';
import { smallLayout } from '../desk/desk-kit.ts';

function kit() {
  const meters = new Meters();
  const layout = smallLayout();
  meters.attach('foh', layout);
  const slot = (path: string) => layout.meters.findIndex((point) => point.path === path);
  const frame = (values: Record<string, number>) => {
    const one = new Float32Array(layout.meters.length).fill(Number.NEGATIVE_INFINITY);
    for (const [path, value] of Object.entries(values)) one[slot(path)] = value;
    return one;
  };
  const view = (...paths: string[]) =>
    meters.open(
      'foh',
      paths.flatMap((path) => layout.meters.filter((point) => point.path === path)),
    );
  return { meters, slot, frame, view };
}

describe('meters', () => {
  test('a reader that looks seldom sees the peak of what it missed', () => {
    const { meters, frame, view } = kit();
    const { view: slow } = view('ch/1/meter/post');
    const into = new Float32Array(1);
    for (const level of [-30, -6, -40]) meters.publish('foh', frame({ 'ch/1/meter/post': level }), 0);
    expect(slow.read(into)).toBe(true);
    expect(into[0]).toBe(-6);
    meters.publish('foh', frame({ 'ch/1/meter/post': -50 }), 20);
    slow.read(into);
    expect(into[0]).toBe(-50);
  });

  test('of a gain change it keeps the deepest', () => {
    const { meters, frame, view } = kit();
    const { view: leds } = view('ch/1/meter/dyn');
    const into = new Float32Array(1);
    for (const change of [-2, -9, -1]) meters.publish('foh', frame({ 'ch/1/meter/dyn': change }), 0);
    leds.read(into);
    expect(into[0]).toBe(-9);
  });

  test('nothing new is said to be nothing new: a frozen meter is no meter', () => {
    const { meters, frame, view } = kit();
    const { view: leds } = view('ch/1/meter/post');
    const into = new Float32Array(1);
    meters.publish('foh', frame({}), 0);
    expect([leds.read(into), leds.read(into)]).toEqual([true, false]);
  });

  test('a frame older than half a second is stale', () => {
    const { meters, slot, frame } = kit();
    expect(meters.isStale('foh', 0)).toBe(true);
    meters.publish('foh', frame({ 'main/meter/post': -12 }), 1000);
    expect([meters.newest('foh', slot('main/meter/post'), 1500), meters.isStale('foh', 1500)]).toEqual([-12, false]);
    expect([meters.newest('foh', slot('main/meter/post'), 1501), meters.isStale('foh', 1501)]).toEqual([undefined, true]);
  });

  test('a broken number looks like silence, not like signal', () => {
    const { meters, frame, view } = kit();
    const { view: leds } = view('ch/1/meter/post');
    const into = new Float32Array(1);
    meters.publish('foh', frame({ 'ch/1/meter/post': Number.NaN }), 0);
    leds.read(into);
    expect(into[0]).toBe(Number.NEGATIVE_INFINITY);
  });

  test('a view that was given back gets nothing more, and an engine nobody knows is nobody', () => {
    const { meters, frame, view } = kit();
    const { view: leds, close } = view('ch/1/meter/post');
    close();
    meters.publish('foh', frame({}), 0);
    meters.publish('mon', frame({}), 0);
    expect(leds.read(new Float32Array(1))).toBe(false);
    expect(meters.points('mon')).toEqual([]);
  });

  test('a short frame of an engine that is behind does not disturb', () => {
    const { meters, view } = kit();
    const { view: leds } = view('main/meter/post');
    meters.publish('foh', new Float32Array(3), 0);
    const into = new Float32Array(1);
    leds.read(into);
    expect(into[0]).toBe(Number.NEGATIVE_INFINITY);
  });
});
