import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../kernel/ids.ts';
import type { Keys } from '../../platform/crypto/index.ts';
import { type Database, type Queryable, violated } from '../../platform/database/index.ts';
import { againstCopy, completeCopy } from './copies.ts';
import {
  brokenChains,
  digestRange,
  horizon,
  insertSeal,
  lastSeal,
  regionsWithHistory,
  type Seal,
  sealsAfter,
  sealsOf,
} from './store.ts';

export type SealsDeps = {
  /** As the relay, which alone may seal. */
  readonly relay: Database;
  readonly keys: Keys;
  readonly clock: Clock;
  /** Where the copy off the database lies: one file per region, one line per seal. */
  readonly copies: string;
};

const macOf = (key: Uint8Array, s: Omit<Seal, 'mac'>, before: Uint8Array): Buffer =>
  createHmac('sha256', key)
    .update(
      JSON.stringify([
        s.region,
        s.number,
        s.at.toISOString(),
        s.era,
        s.below,
        s.acts,
        s.accesses,
        s.digest.toString('hex'),
        s.keyId,
      ]),
    )
    .update(before)
    .digest();

/** Seals what every region has gathered since its last seal. Nothing new, no seal; the copy is brought up to the last one all the same. */
export async function sealAll({ relay, keys, clock, copies }: SealsDeps): Promise<number> {
  let made = 0;
  for (const region of await relay.transaction({}, regionsWithHistory)) {
    const sealing = relay.transaction({}, async (tx) => {
      const last = await lastSeal(tx, region);
      const { era, below } = await horizon(tx);
      const from = last?.era === era ? last.below : '0';
      const covered = await digestRange(tx, { region, era, from, below });
      if (covered.acts + covered.accesses === 0) return { number: last?.number ?? 0, made: 0 };
      const key = keys.current('seal');
      const open = { region, number: (last?.number ?? 0) + 1, at: clock(), era, below, ...covered, keyId: key.id };
      const whole: Seal = { ...open, mac: macOf(key.bytes, open, last?.mac ?? new Uint8Array()) };
      await insertSeal(tx, whole);
      return { number: whole.number, made: 1 };
    });
    // Another worker made the same one at this moment: what it left is for the next.
    const sealed = await sealing.catch(async (error: unknown) => {
      if (violated(error)?.kind !== 'unique') throw error;
      const last = await relay.transaction({}, (tx) => lastSeal(tx, region));
      return { number: last?.number ?? 0, made: 0 };
    });
    made += sealed.made;
    await completeCopy(copies, region, sealed.number, (number) =>
      relay.transaction({}, (tx) => sealsAfter(tx, region, number)),
    );
  }
  return made;
}

export type Finding = { readonly region: string; readonly what: string };
export type Verified = {
  readonly regions: number;
  readonly seals: number;
  readonly acts: number;
  readonly accesses: number;
  readonly findings: readonly Finding[];
};

/**
 * Checks everything that stands: each record's chain, each seal against its rows and its key, the row of seals against the copy
 * outside the database. `owner` sees all rows.
 */
export async function verify(owner: Queryable, keys: Keys, copies: string): Promise<Verified> {
  const findings: Finding[] = [];
  const sum = { seals: 0, acts: 0, accesses: 0 };
  const regions = await regionsWithHistory(owner);
  for (const region of regions) {
    const say = (what: string) => findings.push({ region, what });
    for (const b of await brokenChains(owner, region))
      say(`${b.kind} ${b.id}: rantai putus di versi ${b.version} (${b.why})`);
    let before: Seal | undefined;
    for (const seal of await sealsOf(owner, region)) {
      const key = keys.named('seal', seal.keyId);
      const mac = key && macOf(key.bytes, seal, before?.mac ?? new Uint8Array());
      if (seal.number !== (before?.number ?? 0) + 1) say(`segel ${(before?.number ?? 0) + 1} hilang`);
      if (!mac || mac.length !== seal.mac.length || !timingSafeEqual(mac, seal.mac))
        say(`segel ${seal.number}: tanda tidak cocok`);
      const from = before?.era === seal.era ? before.below : '0';
      const now = await digestRange(owner, { region, era: seal.era, from, below: seal.below });
      if (!now.digest.equals(seal.digest))
        say(
          `segel ${seal.number} (${seal.at.toISOString()}): catatan berubah; saat disegel ${seal.acts} tindakan dan ${seal.accesses} pembacaan, kini ${now.acts} dan ${now.accesses}`,
        );
      sum.seals++;
      sum.acts += seal.acts;
      sum.accesses += seal.accesses;
      before = seal;
    }
    for (const what of await againstCopy(copies, region, await sealsOf(owner, region))) say(what);
  }
  return { regions: regions.length, ...sum, findings };
}
