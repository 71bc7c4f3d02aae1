import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Pairing, type PinNews, TRIES_IN_ALL, TRIES_PER_ADDRESS } from '../../src/remote/pairing.ts';
import { PIN_MS } from '../../src/remote/protocol/devices.ts';
import { ManualClock } from '../manual-clock.ts';

function pairingKit(standing?: 'mixer') {
  const clock = new ManualClock();
  let drawn = 111_110;
  const pairing = new Pairing({ clock, draw: () => String(++drawn), ...(standing ? { standing } : {}) });
  const news: PinNews[] = [];
  pairing.watch((one) => news.push(one));
  return { clock, pairing, news };
}

describe('the PIN', () => {
  test('lets one device in, with the role it was made for, and is used up then', () => {
    const { pairing, news } = pairingKit();
    expect(pairing.show('000000', '10.0.0.1')).toEqual({ why: 'none' });
    expect(pairing.open('viewer')).toMatchObject({ pin: '111111', role: 'viewer' });
    expect(pairing.show('111 111', '10.0.0.2')).toBe('viewer');
    expect(pairing.show('111111', '10.0.0.3')).toEqual({ why: 'none' });
    expect(news).toEqual(['fresh', 'gone']);
  });

  test('runs out after two minutes, to the millisecond', () => {
    const { pairing, clock } = pairingKit();
    pairing.open('mixer');
    clock.sleep(PIN_MS - 1);
    expect(pairing.current?.pin).toBe('111111');
    clock.sleep(1);
    expect(pairing.current).toBeUndefined();
    expect(pairing.show('111111', '10.0.0.1')).toEqual({ why: 'none' });
  });

  test('is void when a fresh one is asked for, or it is taken back', () => {
    const { pairing } = pairingKit();
    pairing.open('mixer');
    pairing.open('admin');
    expect(pairing.show('111111', '10.0.0.1')).toEqual({ why: 'wrong', left: 4 });
    pairing.cancel();
    expect(pairing.show('111112', '10.0.0.1')).toEqual({ why: 'none' });
  });

  test('that always stands follows one that was used, ran out or was asked for by itself', () => {
    const { pairing, clock, news } = pairingKit('mixer');
    expect(pairing.current?.pin).toBe('111111');
    pairing.show('111111', '10.0.0.1');
    expect(pairing.current?.pin).toBe('111112');
    clock.advance(PIN_MS);
    expect(pairing.current?.pin).toBe('111113');
    expect(pairing.open('admin').pin).toBe('111114');
    clock.advance(PIN_MS);
    expect(pairing.current).toMatchObject({ pin: '111115', role: 'mixer' });
    expect(news).toEqual(['fresh', 'renewed', 'fresh', 'renewed']);
    pairing.end();
    expect(clock.timers).toBe(0);
  });
});

describe('tries', () => {
  test('five from one address; others may go on', () => {
    const { pairing } = pairingKit('mixer');
    const left = Array.from({ length: TRIES_PER_ADDRESS }, () => pairing.show('000000', '10.0.0.1'));
    expect(left).toEqual([4, 3, 2, 1, 0].map((count) => ({ why: 'wrong', left: count })));
    expect(pairing.show('111111', '10.0.0.1')).toEqual({ why: 'too-many' });
    expect(pairing.show('111111', '10.0.0.2')).toBe('mixer');
  });

  test('twenty in all; then nobody gets in, however long it takes, until a person shows a fresh one', () => {
    const { pairing, clock, news } = pairingKit('mixer');
    for (let i = 0; i < TRIES_IN_ALL; i++) pairing.show('000000', `10.0.0.${i}`);
    expect(pairing.current).toBeUndefined();
    expect(news).toEqual(['locked']);
    clock.advance(10 * PIN_MS);
    expect(pairing.show('111111', '10.0.1.1')).toEqual({ why: 'too-many' });
    expect(pairing.show(pairing.open('mixer').pin, '10.0.1.1')).toBe('mixer');
    expect(pairing.current).toBeDefined();
  });

  test('are not forgiven by time, by the next PIN of itself or by taking one back: whoever waits gains nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('try', 'wait', 'cancel'), { maxLength: 200 }), (steps) => {
        const { pairing, clock } = pairingKit('mixer');
        let looked = 0;
        for (const step of steps) {
          if (step === 'wait') clock.advance(PIN_MS);
          else if (step === 'cancel') pairing.cancel();
          else {
            const shown = pairing.show('000000', `10.0.0.${looked % 50}`);
            if (typeof shown !== 'string' && shown.why !== 'too-many') looked += 1;
          }
        }
        expect(looked).toBeLessThanOrEqual(TRIES_IN_ALL);
        expect(pairing.current === undefined).toBe(looked >= TRIES_IN_ALL);
      }),
      { numRuns: 60 },
    );
  });

  test('a PIN that is drawn has six digits, each as likely as the others', () => {
    const clock = new ManualClock();
    const pairing = new Pairing({ clock });
    const seen = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 5000; i++) {
      const { pin } = pairing.open('mixer');
      expect(pin).toMatch(/^\d{6}$/);
      for (const digit of pin) seen[Number(digit)] = (seen[Number(digit)] ?? 0) + 1;
    }
    // 30,000 digits: ten standard deviations are 520.
    for (const count of seen) expect(Math.abs(count - 3000)).toBeLessThan(520);
  });
});
