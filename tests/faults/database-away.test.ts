import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lab, type Who } from '../support/lab.ts';
import { get, hidden, post } from '../support/walker.ts';

// The database goes away under a running hub, and comes back: nobody meets a fault, nothing that was written is lost, nobody starts anything anew.

let lab: Lab;
let citizen: Who;
let officer: Who;
beforeAll(async () => {
  lab = await Lab.open(100, { door: true });
  await lab.start('all');
  const [person] = await lab.sql<{ person: string }>(
    `select a.person from accounts.account a join people.person p on p.id = a.person::uuid where p.region = '32.76' and p.status = 'alive' order by p.nik limit 1`,
  );
  const [desk] = await lab.sql<{ officer: string }>(
    `select officer from accounts.role where role = 'petugasKelurahan' limit 1`,
  );
  citizen = await lab.login('citizen', person?.person ?? '');
  officer = await lab.login('officer', desk?.officer ?? '');
}, 120_000);
afterAll(() => lab?.close(), 30_000);

async function ask(path: string, who: Who, form?: Readonly<Record<string, string>>, accept = 'text/html') {
  const response = await fetch(`${lab.origin}${path}`, {
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    headers: { cookie: `sesi=${who.cookie}`, 'x-bukti': who.proof, accept },
    redirect: 'manual',
  });
  const { status, headers } = response;
  return {
    status,
    text: await response.text(),
    wait: Number(headers.get('retry-after')),
    again: headers.get('refresh'),
  };
}

const START = '/layanan/32.76/sktm/mulai';

describe('while the database is away', () => {
  it('everybody is told when to come back, what was typed stays, and seconds later it goes on by itself', async () => {
    const start = await get(lab, citizen, START);
    const begun = await post(lab, citizen, START, { ...hidden(start.text, START), untuk: 'self' });
    const screen = (await get(lab, citizen, begun.location)).location;
    const form: Record<string, string> = {
      ...hidden((await get(lab, citizen, screen)).text, screen),
      purpose: 'school',
      institution: 'SD <Satu> "&',
    };

    lab.shutDatabase();
    for (const [path, who] of [
      ['/', citizen],
      [screen, citizen],
      ['/kantor', officer],
      ['/cari?q=anak', citizen],
    ] as const) {
      const away = await ask(path, who);
      if (path !== '/cari?q=anak') expect({ path, status: away.status }).toEqual({ path, status: 503 });
      if (away.status !== 503) continue;
      expect(away.wait).toBeGreaterThanOrEqual(5);
      expect(away.again).toBe(String(away.wait));
      expect(away.text).toContain('Ada gangguan di pihak kami');
    }
    const kept = await ask(screen, citizen, form);
    expect(kept.status).toBe(503);
    expect(kept.wait).toBeLessThanOrEqual(10);
    expect(kept.text).toContain(`action="${screen}"`);
    expect(kept.text).toContain('name="institution" value="SD &lt;Satu&gt; &quot;&amp;"');
    expect(kept.text).toContain(`name="kunci" value="${form.kunci}"`);
    const pin = await ask('/masuk/pin', citizen, { pin: '246813' });
    expect(pin.status).toBe(503);
    expect(pin.text).not.toContain('246813');
    const machine = await ask('/api/v1/me', citizen, undefined, 'application/json');
    expect([machine.status, machine.wait > 0 || machine.status === 401]).toEqual([machine.status, true]);
    expect((await ask('/healthz', citizen)).status).toBe(503);

    lab.openDatabase();
    await lab.ready(5000);
    const sent = await ask(screen, citizen, form);
    expect(sent.status).toBe(303);
    expect((await ask(screen, citizen)).text).toMatch(/value="school" checked/);
    expect((await ask('/kantor', officer)).status).toBe(200);
  }, 60_000);

  it('no process ends, and the workers go on when it is back', async () => {
    const [job] = await lab.sql<{ id: string }>(
      `select id from graphile_worker.add_job('accounts-sweep', '{}'::json, job_key := 'uji-' || gen_random_uuid(), run_at := now() + interval '1 second')`,
    );
    lab.cutConnections();
    lab.shutDatabase();
    await new Promise((wake) => setTimeout(wake, 2500));
    lab.openDatabase();
    await lab.ready(5000);
    await expect
      .poll(() => lab.sql('select from graphile_worker.jobs where id = $1', [job?.id]), { timeout: 20_000 })
      .toEqual([]);
    expect(lab.isUp('all')).toBe(true);
  }, 60_000);
});
