import { randomUUID } from 'node:crypto';
import type { Answer, Api } from './client.ts';

export type Ref = { readonly region: string; readonly id: string };
const refOf = (answer: Answer): Ref => ({ region: String(answer.body.region), id: String(answer.body.id) });

/** A PDF of one page that nobody sent before. */
export const pdf = (): Buffer =>
  Buffer.from(
    `%PDF-1.4\n%${randomUUID()}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
  );

type Service = { owner: string; service: string; for?: string };

/** From a service to a draft that is complete: all answers at once, files one by one. */
export async function ready(
  api: Api,
  token: string,
  { owner, service: id, for: whom = 'self' }: Service,
  answers: Record<string, unknown>,
  files: readonly string[],
): Promise<{ ref: Ref; version: string }> {
  const begun = await api.call('beginCase', { owner, service: id }, { token, body: { for: whom } });
  if (begun.status !== 201) throw new Error(JSON.stringify(begun.body));
  const ref = refOf(begun);
  let now = await api.call('answerCase', ref, { token, version: begun.version, body: { answers } });
  if (now.status !== 200) throw new Error(JSON.stringify(now.body));
  for (const question of files) {
    now = await api.call(
      'putFile',
      { ...ref, question },
      { token, version: now.version, raw: { type: 'application/pdf', bytes: pdf(), name: 'surat.pdf' } },
    );
    if (now.status !== 200) throw new Error(JSON.stringify(now.body));
  }
  if (now.body.complete !== true) throw new Error(JSON.stringify([now.body.missing, now.body.rules]));
  return { ref, version: now.version };
}

/** From a service to a sent case. */
export async function send(
  api: Api,
  token: string,
  service: Service,
  answers: Record<string, unknown>,
  files: readonly string[],
): Promise<{ ref: Ref; sent: Answer }> {
  const { ref, version } = await ready(api, token, service, answers, files);
  const sent = await api.call('submitCase', ref, { token, version, body: { confirmed: true } });
  if (sent.status !== 200) return { ref, sent };
  return { ref: refOf(sent), sent: await api.call('readCase', refOf(sent), { token }) };
}

/** One decision of an officer, on the version that he read. */
export async function decide(
  api: Api,
  token: string,
  ref: Ref,
  step: string,
  action: string,
  more: Record<string, unknown> = {},
): Promise<Answer> {
  const read = await api.call('readWork', ref, { token, query: { step } });
  return api.call('decideWork', ref, { token, version: read.version, body: { step, action, ...more } });
}
