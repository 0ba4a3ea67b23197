import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type Figure, figuresPage, inTurns, median, quantile, rate } from '../../bench/figures.ts';
import { Connection } from '../../bench/support/client.ts';

describe('figures', () => {
  it('are medians of turns, in which what is measured and its limit change places', async () => {
    const order: string[] = [];
    const rates = [10, 30, 20];
    const one = (name: string) => async () => {
      order.push(name);
      const perSecond = name === 'ours' ? (rates[order.filter((past) => past === 'ours').length - 1] ?? 0) : 40;
      return { perSecond, p50: 1, p99: 2 };
    };
    const result = await inTurns(3, one('ours'), one('limit'));
    expect(order).toEqual(['ours', 'limit', 'limit', 'ours', 'ours', 'limit']);
    expect(result).toMatchObject({ ours: { perSecond: 20 }, limit: { perSecond: 40 }, ratio: 0.5 });
    expect([median([3, 1, 2, 4]), quantile([1, 2, 3, 4], 0.99)]).toEqual([2.5, 4]);
    const counted = await rate(
      2,
      Array.from({ length: 5 }, () => async () => {}),
    );
    expect(counted.perSecond).toBeGreaterThan(0);
  });

  it('stand on their page with their day; those not measured now stay as they were', () => {
    const one = (name: string, value: number | null, note = 'x | y'): Figure => ({ name, value, unit: 's', note });
    const first = figuresPage('', [one('a', 1), one('b', null)]);
    expect(first).toMatch(/\| a \| 1\.00 \| s \|/);
    expect(first).toMatch(/\| b \| – \| s \|/);
    expect(first).toMatch(/x \/ y; \d{4}-\d\d-\d\d/);
    const second = figuresPage(first, [one('b', 250)]);
    expect(second).toMatch(/\| a \| 1\.00 \| s \|/);
    expect(second.match(/\| b \| /g)).toHaveLength(1);
    expect(second).toMatch(/\| b \| 250 \| s \|/);
  });

  it('are taken by a client that reads whole answers, however they come', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/away') return response.writeHead(503, { 'retry-after': '7' }).end('wait');
      // In pieces and without a length.
      response.writeHead(303, { location: '/there', 'set-cookie': ['a=1; Path=/', 'b=2'] });
      response.write('one ');
      setTimeout(() => response.end('two'), 10);
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const connection = new Connection((server.address() as AddressInfo).port);
    const wish = { method: 'POST', path: '/', headers: {}, body: 'x=1' } as const;
    expect(await connection.send(wish)).toMatchObject({
      status: 303,
      location: '/there',
      cookies: ['a=1', 'b=2'],
      body: 'one two',
    });
    expect(await connection.send({ ...wish, path: '/away' })).toMatchObject({
      status: 503,
      retryAfter: 7,
      body: 'wait',
    });
    connection.close();
    server.close();
  });
});
