import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../platform/database/index.ts';
import {
  calling,
  citizen,
  dinas,
  kelurahan,
  officeContext,
  paperWorld,
  personContext,
  region,
  sitting,
  type World,
  wanting,
} from './fixture.ts';
import { documentFollowers } from './index.ts';

let w: World;
beforeAll(async () => {
  w = await paperWorld();
});
afterAll(() => w.close());

const card = (family: string) =>
  wanting(calling('kartu-keluarga', { of: 'home', issuer: 'register', supersedes: 'previous' }), {
    ...{ names: { kk: '9976042311260001' } },
    holder: { key: `family:${family}`, label: 'Jonathan Parulian Hutabarat', readers: ['warga:jonathan'] },
  });
const tokenOf = (paper: Parameters<World['documents']['checkOf']>[0]) =>
  w.documents.checkOf(paper)?.url.split('/').at(-1) ?? '';

describe('a paper', () => {
  it('is out with its transaction: number issued, file readable, history chained', async () => {
    const [paper] = await w.issue([wanting(calling('sktm'))]);
    if (!paper) throw new Error('no paper');
    expect(paper).toMatchObject({
      state: 'active',
      version: 2,
      holderMasked: 'S••• N••••••••',
      issued: { on: '2026-11-23' },
    });
    const file = await w.documents.paperFile(personContext('warga:siti'), paper);
    expect(file.name).toMatch(/^sktm-\d{3}-SPESIMEN-KEL-SUKAMAJU-XI-2026\.pdf$/);
    const parts: Uint8Array[] = [];
    for await (const part of file.bytes) parts.push(part);
    expect(Buffer.concat(parts).toString()).toBe(`%PDF ${paper.id}`);
    const acts = await w.t.admin<{ prev: Buffer; body: Buffer; hash: Buffer; action: string }>(
      `select * from audit.act where kind = 'paper' and id = $1 order by version`,
      [paper.id],
    );
    expect(acts.map((act) => act.action)).toEqual(['prepare', 'issue']);
    expect(acts[1]?.prev).toEqual(acts[0]?.hash);
    const last = createHash('sha256')
      .update(acts[1]?.prev ?? '')
      .update(acts[1]?.body ?? '')
      .digest();
    expect(Buffer.compare(last, paper.head)).toBe(0);
    expect(acts[1]?.body.toString()).not.toContain('Siti');
  });

  it('is issued once, however many try', async () => {
    const caseId = randomUUID();
    const by = sitting(kelurahan);
    const signed = await w.signed(await w.prepare([wanting(calling('sktm'))], { caseId }));
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, () => w.inCase(by, caseId, (tx) => w.documents.finish(tx, by, signed))),
    );
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'documents/changed-meanwhile' });
    await expect(
      w.documents.signAll(
        { officer: 'ratna', name: 'Ratna', title: 'Lurah', acting: null, nip: null },
        await w.documents.papersOfCases(officeContext(kelurahan), region, [caseId]),
      ),
    ).rejects.toMatchObject({ code: 'documents/not-prepared' });
  });

  it('takes the place of the one before, in a chain, also of another office', async () => {
    const [first] = await w.issue([card('a')], { office: kelurahan });
    const [second] = await w.issue([card('a')], { office: dinas });
    const [third] = await w.issue([card('a')], { office: dinas });
    const [other] = await w.issue([card('b')], { office: dinas });
    const see = async (paper: typeof first) => {
      const found = paper && (await w.documents.getPaper({ ...personContext('warga:jonathan') }, paper));
      return [found?.state, found?.supersededBy];
    };
    expect(await see(first)).toEqual(['superseded', second?.id]);
    expect(await see(second)).toEqual(['superseded', third?.id]);
    expect(await see(third)).toEqual(['active', null]);
    expect(await see(other)).toEqual(['active', null]);
  });

  it('has one active heir when two are issued at once', async () => {
    await w.issue([card('c')], { office: dinas });
    const both = await Promise.allSettled([
      w.issue([card('c')], { office: dinas }),
      w.issue([card('c')], { office: dinas }),
    ]);
    expect(both.some((one) => one.status === 'fulfilled')).toBe(true);
    const active = await w.t.admin(`select 1 from documents.paper where holder = 'family:c' and state = 'active'`);
    expect(active).toHaveLength(1);
  });

  it('is revoked by its office, once, with a reason that only the office sees', async () => {
    const [paper] = await w.issue([wanting(calling('sktm'))]);
    if (!paper) throw new Error('no paper');
    const revoking = { paper, by: sitting(kelurahan), reason: 'Data orang lain', key: randomUUID() };
    await expect(w.documents.revoke({ ...revoking, by: sitting(dinas) })).rejects.toMatchObject({
      code: 'documents/other-office',
    });
    await expect(w.documents.revoke({ ...revoking, reason: ' ' })).rejects.toMatchObject({
      code: 'documents/reason-missing',
    });
    await w.documents.revoke(revoking);
    await w.documents.revoke(revoking);
    const now = await w.documents.getPaper(officeContext(kelurahan), paper);
    expect(now).toMatchObject({ state: 'revoked', version: 3 });
    await expect(w.documents.revoke({ ...revoking, key: randomUUID() })).rejects.toMatchObject({
      code: 'documents/changed-meanwhile',
    });
    expect(await w.documents.revocationOf(officeContext(kelurahan), paper)).toBe('Data orang lain');
    expect(await w.documents.revocationOf(personContext('warga:siti'), paper)).toBeUndefined();
    const answer = await w.documents.checkByToken(tokenOf(paper));
    expect(answer).toMatchObject({ kind: 'found', state: 'revoked' });
    expect(JSON.stringify(answer)).not.toContain('orang lain');
  });

  it('is given up by a citizen who withdraws, before anybody held it', async () => {
    const caseId = randomUUID();
    const [paper] = await w.prepare([wanting(calling('sktm'))], { caseId });
    await w.inCase(citizen, caseId, (tx) => w.documents.voidFor(tx, { region, caseId, by: citizen }));
    expect(await w.t.admin('select state from documents.paper where id = $1', [paper?.id])).toEqual([
      { state: 'void' },
    ]);
  });
});

describe('what anybody may ask', () => {
  it('answers token and code with masked names, and nothing before it is out', async () => {
    const [waiting] = await w.prepare([wanting(calling('sktm'))]);
    expect(await w.documents.checkByToken(waiting ? tokenOf(waiting) : '')).toEqual({ kind: 'notFound' });
    const [paper] = await w.issue([wanting(calling('sktm'))]);
    if (!paper) throw new Error('no paper');
    const expected = {
      ...{ kind: 'found', state: 'active', specimen: true, document: 'sktm', title: { id: 'SKTM' }, lapsed: false },
      ...{ office: 'Kelurahan Sukamaju', number: paper.number, date: '2026-11-23', holder: 'S••• N••••••••' },
      signer: { name: 'Ratna Wulandari', title: 'Lurah Sukamaju', acting: 'Plt.' },
    };
    expect(await w.documents.checkByToken(tokenOf(paper))).toEqual(expected);
    const { code = '' } = w.documents.checkOf(paper) ?? {};
    expect(
      await w.documents.checkByCode(paper.number?.toLowerCase().replaceAll('/', ' ') ?? '', code.toLowerCase()),
    ).toEqual(expected);
    expect(await w.documents.checkByCode('460/999', code)).toEqual({ kind: 'notFound' });
    expect(await w.documents.checkByCode(paper.number ?? '', '3276 0000 0000')).toEqual({ kind: 'notFound' });
    expect(await w.documents.checkByToken(tokenOf(paper).replace(/^3276/, '8102'))).toEqual({ kind: 'notFound' });
  });

  it('is kept in the database as hashes only', async () => {
    const [paper] = await w.issue([wanting(calling('sktm'))]);
    if (!paper) throw new Error('no paper');
    const { code = '' } = w.documents.checkOf(paper) ?? {};
    const [row] = await w.t.admin<{ all: string }>(
      'select row_to_json(p)::text as all from documents.paper p where id = $1',
      [paper.id],
    );
    expect(row?.all).not.toContain(tokenOf(paper).slice(4));
    expect(row?.all).not.toContain(code.slice(5));
  });
});

describe('the wall under papers', () => {
  it('shows a paper to its readers and its office, and to nobody else', async () => {
    const caseId = randomUUID();
    const [letter, record] = await w.issue(
      [wanting(calling('sktm')), wanting(calling('surat-penolakan', { for: 'office' }))],
      { caseId },
    );
    if (!letter || !record) throw new Error('no paper');
    const see = (context: object, paper = letter) =>
      w.documents.getPaper(context, paper).then(
        () => true,
        () => false,
      );
    expect(await see(personContext('warga:siti'))).toBe(true);
    expect(await see(officeContext(kelurahan))).toBe(true);
    for (const context of [
      personContext('warga:budi'),
      officeContext(dinas),
      { regions: [region] },
      {},
      { persons: ['warga:siti'] },
    ])
      expect(await see(context), JSON.stringify(context)).toBe(false);
    expect(await see(personContext('warga:siti'), record)).toBe(false);
    await expect(w.documents.paperFile(personContext('warga:budi'), letter)).rejects.toMatchObject({
      code: 'documents/not-found',
    });
    const [waiting] = await w.prepare([wanting(calling('sktm'))]);
    expect(await see(personContext('warga:siti'), waiting)).toBe(false);
    const byNumber = (context: object) =>
      w.documents.papersByNumber(context, region, letter.number?.toLowerCase() ?? '');
    expect((await byNumber(officeContext(kelurahan))).map(({ id }) => id)).toEqual([letter.id]);
    expect(await byNumber(officeContext(dinas))).toEqual([]);
  });

  it('lets the program neither change nor forge what is out', async () => {
    const [paper] = await w.issue([wanting(calling('sktm'))]);
    if (!paper) throw new Error('no paper');
    const context = {
      ...{ regions: [region], persons: ['petugas:rina'], offices: [kelurahan.ref] },
      ...{ acts: [`${paper.id} petugas:rina`], holds: [`${paper.id} ${kelurahan.ref}`] },
    };
    const attack = (sql: string) => w.t.db.query(context, sql, [paper.id]);
    for (const sql of [
      'delete from documents.paper where id = $1',
      `update documents.paper set number = 'x' where id = $1`,
      `update documents.paper set office = 'x' where id = $1`,
    ])
      await expect(attack(sql), sql).rejects.toThrow(/permission denied/);
    await expect(attack(`update documents.paper set state = 'prepared', file = null where id = $1`)).rejects.toThrow(
      /does not go from/,
    );
    for (const set of [`holder_label = 'x'`, `signer_name = 'x'`, `token_hash = '\\x00'`, 'version = version'])
      await expect(attack(`update documents.paper set ${set} where id = $1`), set).rejects.toThrow(/never changes/);
    await expect(
      attack(`update documents.paper set state = 'revoked', version = version + 1 where id = $1`),
    ).rejects.toThrow(/without its act/);
    const other = { ...context, offices: [dinas.ref], holds: [`${paper.id} ${dinas.ref}`] };
    expect(
      await w.t.db.query(other, `update documents.paper set state = 'revoked' where id = $1 returning 1`, [paper.id]),
    ).toEqual([]);
    await expect(
      w.documents.revoke({
        paper: { ...paper, office: dinas.ref },
        by: sitting(dinas),
        reason: 'x',
        key: randomUUID(),
      }),
    ).rejects.toMatchObject({
      code: 'documents/changed-meanwhile',
    });
  });

  it('lets nobody but the office of a paper put it into the world', async () => {
    const caseId = randomUUID();
    const signed = await w.signed(await w.prepare([wanting(calling('sktm'))], { caseId }));
    for (const by of [citizen, sitting(dinas)])
      await expect(w.inCase(by, caseId, (tx) => w.documents.finish(tx, by, signed))).rejects.toThrow(
        /row-level security/,
      );
    expect(await w.t.admin('select state from documents.paper where case_id = $1', [caseId])).toEqual([
      { state: 'prepared' },
    ]);
  });

  it('keeps an active paper from bearing a number that nobody issued', async () => {
    const caseId = randomUUID();
    const by = sitting(kelurahan);
    const signed = await w.signed(await w.prepare([wanting(calling('sktm'))], { caseId }));
    const forgetful = w.inCase(by, caseId, (tx) => {
      const query: typeof tx.query = (text, values) =>
        text.startsWith('update documents.number') ? Promise.resolve([]) : tx.query(text, values);
      return w.documents.finish({ query }, by, signed);
    });
    await expect(forgetful).rejects.toThrow(/issued number/);
  });
});

describe("a person's own list", () => {
  it('follows the paper by the outbox, as often as told, and is seen by that person only', async () => {
    const [paper] = await w.issue([
      wanting(calling('sktm'), { holder: { key: 'person:a', label: 'Ani', readers: ['warga:ani', 'warga:ibu'] } }),
    ]);
    if (!paper) throw new Error('no paper');
    const relay = openDatabase({ url: w.t.adminUrl, role: 'satuloket_relay', poolSize: 1 });
    const follow = async () => {
      for (const { run } of documentFollowers(relay)) await run({ payload: { region, id: paper.id } });
    };
    const topics = await w.t.admin<{ topic: string }>('select topic from platform.outbox where subject = $1', [
      paper.id,
    ]);
    expect(topics).toEqual([{ topic: 'document.issued' }]);
    await follow();
    await follow();
    expect(await w.documents.papersOf(['warga:ani'])).toMatchObject([
      { id: paper.id, state: 'active', number: paper.number },
    ]);
    expect(await w.documents.papersOf(['warga:ani', 'warga:ibu'])).toHaveLength(1);
    await w.documents.revoke({ paper, by: sitting(kelurahan), reason: 'x', key: randomUUID() });
    await follow();
    expect(await w.documents.papersOf(['warga:ibu'])).toMatchObject([{ state: 'revoked' }]);
    expect(await w.t.db.query({ persons: ['warga:budi'] }, 'select * from documents.mine')).toEqual([]);
    await relay.close();
  });
});
