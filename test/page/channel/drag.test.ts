import { describe, expect, it } from 'vitest';
import { Drag, guarded, HANDLE, ROW, ROW_GUARD } from '../../../src/page/channel/drag.ts';

const CALM_MS = 100;

describe('a finger on a handle', () => {
  it('moves nothing for its first 6 px, and does not catch up afterwards', () => {
    const drag = new Drag(HANDLE, 100, 100, 0);
    expect(drag.move(104, 103, CALM_MS, false)).toBeUndefined();
    expect(drag.claimed).toBe(false);
    expect(drag.move(106, 100, CALM_MS, false)).toBeUndefined();
    expect(drag.claimed).toBe(true);
    expect(drag.move(110, 97, CALM_MS, false)).toMatchObject({ dx: 4, up: 3, fine: false });
  });

  it('goes as far however few messages say so: the claim takes 6 px of it, not more', () => {
    expect(new Drag(HANDLE, 0, 0, 0).move(30, -40, CALM_MS, false)).toMatchObject({ dx: 30 - 3.6, up: 40 - 4.8 });
    expect(new Drag(ROW, 0, 0, 0).move(50, 4, CALM_MS, false)?.dx).toBe(20);
  });

  it('works at a fifth with FINE, and does not jump when FINE is let go', () => {
    const drag = new Drag(HANDLE, 0, 0, 0);
    drag.move(6, 0, CALM_MS, false);
    expect(drag.move(16, 0, CALM_MS, true)?.dx).toBeCloseTo(2, 9);
    expect(drag.move(17, 0, CALM_MS, false)?.dx).toBeCloseTo(1, 9);
  });

  it('that brushes it for less than 50 ms has moved nothing; a longer one loses none of its way', () => {
    const drag = new Drag(HANDLE, 0, 0, 0);
    drag.move(8, 0, 20, false);
    expect(drag.move(18, 0, 40, false)).toBeUndefined();
    expect(drag.move(20, 0, 60, false)?.dx).toBe(14);
    expect(drag.end(20, 0, 70)).toBe('drag');
  });

  it('is a tap when short and still, a press when it rested, and nothing when it went the other way', () => {
    expect(new Drag(HANDLE, 0, 0, 0).end(3, 3, 170)).toBe('tap');
    expect(new Drag(HANDLE, 0, 0, 0).end(0, 0, 400)).toBe('press');
    expect(new Drag(ROW, 0, 0, 0).end(0, 20, 100)).toBe('nothing');
  });
});

describe('a finger on a send row', () => {
  it('that goes up or down scrolls the page and never claims', () => {
    const drag = new Drag(ROW, 0, 0, 0);
    for (let y = 0; y < 200; y += 10) expect(drag.move(y * 0.8, y, CALM_MS, false)).toBeUndefined();
    expect(drag.claimed).toBe(false);
  });

  it('claims at 10 px and moves at half of the finger, and at a tenth where it is 64 px off the row', () => {
    const drag = new Drag(ROW, 0, 0, 0);
    drag.move(9, 0, CALM_MS, false);
    expect(drag.claimed).toBe(false);
    drag.move(10, 0, CALM_MS, false);
    expect(drag.move(30, 0, CALM_MS, false)?.dx).toBe(10);
    const away = drag.move(40, 70, CALM_MS, false);
    expect(away?.fine).toBe(true);
    expect(away?.dx).toBeCloseTo(1, 9);
  });

  it('lets a level rise 3 dB in the first 300 ms, lets it fall at once, and lets it rise freely after', () => {
    expect(guarded(10, -20, 299, ROW_GUARD)).toBe(-17);
    expect(guarded(-60, -20, 10, ROW_GUARD)).toBe(-60);
    expect(guarded(10, -20, 300, ROW_GUARD)).toBe(10);
  });
});
