import { expect, test } from 'vitest';
import { paperData, valueAt } from './paper-data.ts';

test('a paper shows an answer as people read it: a phone number without the code of the country, a day as the template takes it', async () => {
  const names = { contact: { phone: '+6281234567890' }, since: { date: '2024-02-01' }, calls: ['+622177201234'] };
  const none = () => Promise.resolve(null);
  const shape = { phone: '=contact.phone', since: '=since', calls: '=calls', issuer: '+6281234567890' };
  const value = (path: string) => valueAt(names, path);
  expect(await paperData(shape, { value, words: value, person: none, family: none, born: none })).toEqual({
    phone: '0812-3456-7890',
    since: '2024-02-01',
    calls: ['(021) 7720-1234'],
    issuer: '+6281234567890',
  });
});
