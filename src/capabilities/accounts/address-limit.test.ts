import { describe, expect, it } from 'vitest';
import { createAddressLimit } from './address-limit.ts';

describe('the limit per address', () => {
  it('lets a village of 500 in at once, stops one that never ends, and forgives', () => {
    let now = 0;
    const limit = createAddressLimit(() => new Date(now));
    const taken = Array.from({ length: 1_600 }, () => limit.take('10.0.0.1').ok);
    expect(taken.filter(Boolean)).toHaveLength(1_500);
    expect(limit.take('10.0.0.1')).toEqual({ ok: false, seconds: 1 });
    expect(limit.take('10.0.0.2').ok).toBe(true);
    now += 1_000;
    expect(Array.from({ length: 30 }, () => limit.take('10.0.0.1').ok).filter(Boolean)).toHaveLength(20);
  });
});
