import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { count } from '../crash/count.ts';
import type { Ledger } from '../crash/load.ts';
import { audited, citizens, clerks, emptyLedger, refuseCareless, settle } from '../crash/run.ts';
import { Lab } from '../support/lab.ts';
import { makeStandby } from '../support/standby.ts';

export type Wish = {
  readonly seed: number;
  /**
   * `killed`: the primary is gone. `returned`: later it comes back as it was, and the hub's processes start anew between two that both
   * take writes. `parted`: it lives on and takes connections, while the other was promoted.
   */
  readonly how: 'killed' | 'returned' | 'parted';
  /** Acts acknowledged before and after. */
  readonly acts: number;
  readonly tell?: (line: string) => void;
};
export type Promoted = {
  readonly seed: number;
  readonly how: Wish['how'];
  readonly acknowledged: { readonly before: number; readonly after: number };
  /** Seconds from the promotion to the next acknowledged act, and to a page of health. */
  readonly seconds: { readonly act: number; readonly page: number };
  readonly wrong: readonly string[];
};

const PATIENCE = 60_000;

/** A hub on a primary with a synchronous standby, under load; the standby takes over; everything that was acknowledged must be there. */
export async function promotion({ seed, how, acts, tell = () => {} }: Wish): Promise<Promoted> {
  const dir = mkdtempSync(join(tmpdir(), 'satuloket-siaga-'));
  chmodSync(dir, 0o755);
  const lab = await Lab.open(200, { door: true });
  const ledger = emptyLedger();
  const standby = await makeStandby(lab, dir);
  try {
    await refuseCareless(lab);
    lab.alsoAt(standby.port);
    await Promise.all([lab.start('web'), lab.start('worker')]);
    const load = [...(await citizens(lab, ledger, seed)), ...(await clerks(lab, ledger))];
    await until(() => ledger.notes.length >= acts);
    await lab.working();
    tell(`${how}: ${ledger.notes.length} acknowledged, now the standby takes over`);
    if (how !== 'parted') await lab.dropPostgres();
    const at = Date.now();
    await standby.promote();
    await lab.follow(standby.adminUrl);
    const before = ledger.notes.length;
    const page = lab.ready(PATIENCE).then(() => (Date.now() - at) / 1000);
    // Those under way when it happened may still be told; what comes after the page is on the new one.
    const seconds = { page: await page, act: await firstAct(ledger, before, at) };
    tell(`${how}: a page after ${seconds.page} s, an act after ${seconds.act} s`);
    if (how === 'returned') await comeBack(lab);
    await until(() => ledger.notes.length >= before + acts);
    ledger.stopped = true;
    await Promise.all(load);
    await settle(lab);
    const alive = (['web', 'worker'] as const)
      .filter((role) => !lab.isUp(role))
      .map((role) => `${role} ended: ${lab.lastWords()}`);
    const wrong = [
      ...alive,
      ...(await count(lab, ledger.notes)),
      ...(await audited(lab)),
      ...ledger.strange.slice(0, 5),
    ];
    return { seed, how, acknowledged: { before, after: ledger.notes.length - before }, seconds, wrong };
  } finally {
    ledger.stopped = true;
    await standby.stop();
    await lab.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The former primary is there again, for longer than the hub needs to look around; then web and worker choose for the first time. */
async function comeBack(lab: Lab): Promise<void> {
  await lab.returnPostgres();
  await new Promise((wake) => setTimeout(wake, 7000));
  for (const role of ['web', 'worker'] as const) {
    await lab.kill(role);
    await lab.start(role);
  }
  await lab.working();
}

async function firstAct(ledger: Ledger, before: number, since: number): Promise<number> {
  await until(() => ledger.notes.length > before);
  return (Date.now() - since) / 1000;
}

async function until(done: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE; !done(); await new Promise((wake) => setTimeout(wake, 20)))
    if (Date.now() > end) throw new Error('nothing is acknowledged any more');
}
