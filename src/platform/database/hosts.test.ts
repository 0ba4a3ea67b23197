import { describe, expect, it } from 'vitest';
import { hostsOf, isPostgresUrl, loginOf } from './hosts.ts';

describe('an address of PostgreSQL', () => {
  it('of several servers is one for each, with everything else', () => {
    expect(hostsOf('postgres://u:p%40,x@h1:5432,h2:5433,[::1]/db?sslmode=verify-full')).toEqual([
      'postgres://u:p%40,x@h1:5432/db?sslmode=verify-full',
      'postgres://u:p%40,x@h2:5433/db?sslmode=verify-full',
      'postgres://u:p%40,x@[::1]/db?sslmode=verify-full',
    ]);
    expect(hostsOf('postgresql://h1,h2/db')).toEqual(['postgresql://h1/db', 'postgresql://h2/db']);
    expect(hostsOf('postgres://u@h/db')).toEqual(['postgres://u@h/db']);
  });

  it('names its login', () => {
    expect(loginOf('postgres://loket%20satu:p@h1,h2/db')).toBe('loket satu');
  });

  it.each(['postgres://u@h/db', 'postgres://u@h1:1,h2:2/db', 'postgresql:///db', 'postgres://u:p@%2Frun/db'])(
    'may be %s',
    (url) => expect(isPostgresUrl(url)).toBe(true),
  );

  it.each([
    ...['http://h/db', 'h1,h2', 'postgres://u@h1,,h2/db', 'postgres://u@h1:x,h2/db', 'postgres://u@h1,/db', ''],
    `postgres://${Array.from({ length: 9 }, (_, i) => `h${i}`).join(',')}/db`,
  ])('may not be %s', (url) => expect(isPostgresUrl(url)).toBe(false));
});
