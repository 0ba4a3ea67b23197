import type { Lab } from '../support/lab.ts';
import type { Disks } from './disks.ts';

export const KILLS = ['web', 'worker', 'postgres'] as const;

/** What goes wrong without a kill of ours. */
export type Trouble = 'lines cut' | 'backends ended' | 'files full' | 'files slow' | 'database full' | 'log full';
export type Struck = {
  readonly possible: readonly Trouble[];
  /** What this machine lacks the means for. */
  readonly notRun: readonly Trouble[];
  readonly strike: (kind: Trouble) => Promise<void>;
};

const FULL_MS = 4000;
const SLOW_MS = 4000;
/** As many as a log keeps spare; after them it needs room. */
const SPARE_SEGMENTS = 80;
/** Longer than any page waits for anything but a disk. */
const QUICK_MS = 10_000;

export function troubles(given: {
  readonly lab: Lab;
  readonly disks: Disks | undefined;
  readonly slow: { slow(): void; quick(): void };
}): Struck {
  const { lab, disks, slow } = given;
  const always = ['lines cut', 'backends ended', 'files slow'] as const;
  const onSmallDisks = ['files full', 'database full', 'log full'] as const;

  async function full(disk: Disks['files'], more: () => Promise<unknown> = async () => undefined): Promise<void> {
    disk.fill();
    try {
      await more();
      await rest(FULL_MS);
    } finally {
      disk.free();
    }
  }

  /** The copies of the seals lie on that disk too. */
  const seal = () => lab.sql(`select graphile_worker.add_job('audit-seal', '{}'::json)`);

  const ways: Readonly<Record<Trouble, () => Promise<void>>> = {
    'lines cut': async () => lab.cutConnections(),
    'backends ended': async () => {
      await lab.sql(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name like 'satuloket%' and random() < 0.6`);
    },
    'files full': async () => full(disksOf(disks).files, seal),
    'database full': async () => full(disksOf(disks).database),
    // With its spare segments gone the server can write no more, ends, and can't even come back until there is room.
    'log full': async () =>
      full(disksOf(disks).database, async () => {
        for (let i = 0; i < SPARE_SEGMENTS; i++)
          if (await lab.sql(`select pg_switch_wal(), pg_logical_emit_message(true, 'x', 'x')`).then(never, ended))
            return;
      }),
    'files slow': async () => {
      slow.slow();
      try {
        const end = Date.now() + SLOW_MS;
        while (Date.now() < end) {
          const began = Date.now();
          await (await fetch(`${lab.origin}/`)).arrayBuffer();
          if (Date.now() - began > QUICK_MS) throw new Error('a page that needs no file waits for the disk of files');
          await rest(200);
        }
      } finally {
        slow.quick();
      }
    },
  };
  return {
    possible: disks ? [...always, ...onSmallDisks] : always,
    notRun: disks ? [] : onSmallDisks,
    strike: (kind) => ways[kind](),
  };
}

const never = (): boolean => false;
const ended = (): boolean => true;

function disksOf(disks: Disks | undefined): Disks {
  if (!disks) throw new Error('there are no small disks here');
  return disks;
}

const rest = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
