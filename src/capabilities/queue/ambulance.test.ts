import { expect, it } from 'vitest';
import { ambulanceIn, emergencyRules } from './ambulance.ts';

it('a region’s own number stands before that of the country; what is no number is no rule', () => {
  const rules = emergencyRules.parse({ ambulance: '119', regions: { '81.02': '+6291622119' } });
  expect([null, '32.76', '81.02'].map((region) => ambulanceIn(rules, region))).toEqual(['119', '119', '+6291622119']);
  for (const wrong of ['', '0911', '118 atau 119', '1190'])
    expect(emergencyRules.safeParse({ ambulance: wrong, regions: {} }).success).toBe(false);
});
