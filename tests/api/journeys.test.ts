import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestHouse, testHouse } from '../support/house.ts';
import { type Api, openClient } from './client.ts';
import { decide, type Ref, send } from './walk.ts';

let h: TestHouse;
let api: Api;
beforeAll(async () => {
  h = await testHouse();
  api = await openClient(h);
}, 120_000);
afterAll(() => h?.close());

const DUKCAPIL = '32.76/dukcapil';
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const open = (body: Record<string, unknown>) => (body.waiting as { step: string; at: { office: string } }[])[0];

const need = {
  school: { purpose: 'school', institution: 'SDN Depok 1', income: 1_500_000, dependants: 3, poor: true },
};
const sktm = { owner: '32.76', service: 'sktm' };

describe('the document', () => {
  it('is OpenAPI 3.1 by a validator of others, and names the schema of every service', async () => {
    expect(await api.valid()).toMatchObject({ valid: true });
    const { schemas } = (api.document as { components: { schemas: Record<string, unknown> } }).components;
    expect(Object.keys(schemas)).toEqual(
      expect.arrayContaining(['Answers.akta-kelahiran', 'Answers.32.76.sktm', 'Answers.ktp-hilang']),
    );
  });
});

describe('SKTM, over HTTP', () => {
  it('from plain words to a signed paper that anybody can check', { timeout: 60_000 }, async () => {
    const found = await api.call('listServices', {}, { query: { q: 'surat miskn', region: '32.76' } });
    expect(found.body.services).toMatchObject([{ service: '32.76/sktm' }]);
    await api.call('readService', sktm);
    expect(JSON.parse((await api.call('readServiceSchema', sktm)).bytes.toString())).toMatchObject({
      title: 'sktm',
      type: 'object',
    });
    const token = await api.citizen('dewi');
    expect((await api.call('listSubjects', sktm, { token })).body.subjects).toContainEqual(
      expect.objectContaining({ for: 'self' }),
    );
    const { ref, sent } = await send(api, token, sktm, need.school, ['rtLetter', 'house']);
    expect(sent.body).toMatchObject({ status: 'running', number: expect.stringMatching(/^3276/) });
    const office = open(sent.body)?.at.office ?? '';
    await signed(ref, office);
    const now = await api.call('readCase', ref, { token });
    expect(now.body).toMatchObject({ status: 'closed', outcome: 'terbit' });
    const [paper] = now.body.papers as {
      region: string;
      id: string;
      check: { code: string; address: string; url: string };
      number: string;
    }[];
    if (!paper) throw new Error('no paper');
    const { region, id } = paper;
    await api.call('readPaper', { region, id }, { token });
    const bytes = (await api.call('readPaperPdf', { region, id }, { token })).bytes;
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const checked = await api.call('checkPaper', {}, { body: { token: paper.check.url.split('/').at(-1) } });
    expect(checked.body).toMatchObject({ kind: 'found', state: 'active', specimen: true });
    const typed = await api.call('checkPaper', {}, { body: { number: paper.number, code: paper.check.code } });
    expect(typed.body).toEqual(checked.body);
    for (const listed of ['listCases', 'listPapers', 'listAccesses', 'listNotices', 'readMe'])
      await api.call(listed, {}, { token });
    expect(h.errors).toEqual([]);
  });

  async function signed(ref: Ref, office: string): Promise<void> {
    const clerk = await api.officer(office, 'petugasKelurahan');
    expect((await api.call('readInbox', {}, { token: clerk })).body.items).toContainEqual(
      expect.objectContaining({ id: ref.id }),
    );
    const read = await api.call('readWork', ref, { token: clerk });
    const [file] = read.body.files as { id: string }[];
    await api.call('readEvidence', { ...ref, file: file?.id ?? '' }, { token: clerk });
    const held = await api.call('claimWork', ref, {
      token: clerk,
      version: read.version,
      body: { step: 'verifikasi' },
    });
    await api.call('releaseWork', ref, { token: clerk, version: held.version, body: { step: 'verifikasi' } });
    await decide(api, clerk, ref, 'verifikasi', 'setujui');
    await decide(api, await api.officer(office, 'kasiKesra'), ref, 'paraf', 'paraf');
    const lurah = await api.officer(office, 'lurah');
    const done = await decide(api, lurah, ref, 'tandaTangan', 'terbitkan');
    expect(done.body).toMatchObject({ status: 'closed', outcome: 'terbit' });
    const [paper] = done.body.papers as { id: string }[];
    expect(
      (await api.call('readWorkPaper', { ...ref, paper: paper?.id ?? '' }, { token: lurah })).bytes
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  }
});
