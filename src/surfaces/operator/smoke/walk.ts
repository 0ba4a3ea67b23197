import { randomUUID } from 'node:crypto';
import { readSignatures } from '../../../platform/signing/index.ts';
import { OperatorTrouble } from '../command.ts';
import type { DemoMember } from '../workshop.ts';
import { type Answer, type Client, type Json, Refused } from './client.ts';
import type { Journey } from './journeys.ts';
import type { People } from './people.ts';
import type { PaperMade, Walked, Watch } from './report.ts';

export type Tools = { readonly client: Client; readonly people: People; readonly watch: Watch };

const MOST_STEPS = 20;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);
const pathOf = (answer: Answer): string => `/cases/${text(answer.body.region)}/${text(answer.body.id)}`;

/** From the words of a citizen to papers that a stranger has checked. */
export async function walk(t: Tools, journey: Journey): Promise<Walked> {
  const { client, watch } = t;
  await watch.part('cari', () => search(client, journey));
  const { citizen, token, sent } = await ask(t, journey);
  const officers = await office(t, journey, token, sent);
  const done = await client.call('GET', pathOf(sent), { token });
  const papers = await papersOf(t, token, done);
  if (papers.length === 0) throw trouble(journey, 'tidak menghasilkan surat', 'brought no paper');
  const { number, region, id, outcome } = sent.body.number ? { ...sent.body, outcome: done.body.outcome } : done.body;
  return {
    ...{ service: journey.service, citizen: citizen.name, number: text(number), outcome: text(outcome) },
    ...{ case: `${client.url}/urusan/${text(region)}/${text(id)}`, officers, papers },
    ...{ milliseconds: watch.all(), parts: watch.parts() },
  };
}

const trouble = ({ service }: Journey, id: string, en: string): OperatorTrouble =>
  new OperatorTrouble(`${service}: ${id}`, `${service}: ${en}`);

async function search(client: Client, journey: Journey): Promise<void> {
  const { owner, service, words } = journey;
  const { body } = await client.call('GET', `/services?q=${encodeURIComponent(words)}`);
  const [first] = list(body.services);
  if (first?.owner !== owner || first.id !== service)
    throw trouble(journey, `"${words}" tidak menemukannya lebih dulu`, `"${words}" does not find it first`);
}

type Asked = { readonly citizen: DemoMember; readonly token: string; readonly sent: Answer };

/** Somebody who may ask just now: a family card that another case is changing is left alone. */
async function ask(t: Tools, journey: Journey): Promise<Asked> {
  const { client, people, watch } = t;
  const accounts = new Map(people.citizens().map((one) => [one.key, one]));
  let last: unknown;
  for (const citizen of journey.who(people)) {
    const account = accounts.get(citizen.key);
    if (!account) continue;
    const token = await watch.part('masuk', () => people.citizen(account));
    const answers = await journey.answers(client, people, citizen);
    const ready = await fill(t, journey, token, answers);
    try {
      const { version } = ready;
      const sent = await watch.part('kirim', () =>
        client.call('POST', `${pathOf(ready)}/submit`, { token, version, body: { confirmed: true } }),
      );
      return { citizen, token, sent };
    } catch (error) {
      if (!(error instanceof Refused) || !/:(locked|duplicate)$/.test(error.type)) throw error;
      last = error;
      await client.call('DELETE', pathOf(ready), { token, version: ready.version });
    }
  }
  throw last ?? trouble(journey, 'tidak ada warga peragaan yang cocok', 'nobody of the demo may ask for it');
}

/** Begins, answers all at once, and puts a file wherever one is asked for. */
async function fill(
  { client, watch }: Tools,
  { owner, service }: Journey,
  token: string,
  answers: Json,
): Promise<Answer> {
  const begun = await watch.part('mulai', () =>
    client.call('POST', `/services/${owner}/${service}/cases`, { token, body: { for: 'self' } }),
  );
  const path = pathOf(begun);
  let now = await watch.part('isi', () =>
    client.call('PATCH', `${path}/answers`, { token, version: begun.version, body: { answers } }),
  );
  for (let question = wantedFile(now.body); question !== undefined; question = wantedFile(now.body)) {
    const { version } = now;
    const file = { name: 'surat.pdf', type: 'application/pdf', bytes: page() };
    now = await watch.part('berkas', () => client.call('PUT', `${path}/files/${question}`, { token, version, file }));
  }
  return now;
}

function wantedFile(body: Json): string | undefined {
  const given = new Set(list(body.answers).flatMap((one) => (one.kind === 'file' && one.value ? [one.question] : [])));
  const asked = list(body.screens).flatMap((screen) => (screen.kind === 'files' ? (screen.questions as string[]) : []));
  return asked.find((question) => !given.has(question));
}

/** A page that nobody sent before. */
const page = (): Uint8Array =>
  Buffer.from(
    `%PDF-1.4\n%${randomUUID()}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n` +
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
  );

/** Every step by somebody of its role, until the case is closed. */
async function office(t: Tools, journey: Journey, token: string, sent: Answer): Promise<readonly string[]> {
  const { client } = t;
  const read = await client.call('GET', `/services/${journey.owner}/${journey.service}`);
  const roles = new Map(list(read.body.steps).map((step) => [text(step.id), step.by as readonly string[]]));
  const acted: string[] = [];
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const { body } = await client.call('GET', pathOf(sent), { token });
    const [waiting] = list(body.waiting);
    if (!waiting) return acted;
    acted.push(await decide(t, journey, sent, waiting, roles.get(text(waiting.step)) ?? []));
  }
  throw trouble(journey, `tidak selesai dalam ${MOST_STEPS} langkah`, `is not done after ${MOST_STEPS} steps`);
}

async function decide(
  t: Tools,
  journey: Journey,
  sent: Answer,
  waiting: Json,
  roles: readonly string[],
): Promise<string> {
  const { client, people, watch } = t;
  const step = text(waiting.step);
  const at = text((waiting.at as Json).office);
  const path = `/work/${text(sent.body.region)}/${text(sent.body.id)}`;
  for (const one of people.officersAt(at, roles)) {
    const token = await watch.part('masuk petugas', () => people.officer(one.username));
    const read = await client.call('GET', `${path}?step=${step}`, { token });
    const open = list(read.body.open).find((each) => each.step === step);
    const [action] = list(open?.actions);
    if (!open || !action || open.barred !== null) continue;
    const answers = Object.fromEntries(list(open.questions).map((question) => [text(question.id), answerTo(question)]));
    const asking = { token, version: read.version, body: { step, action: action.id, answers } };
    await watch.part(step, () => client.call('POST', `${path}/decide`, asking));
    return `${one.name} (${one.username})`;
  }
  throw trouble(
    journey,
    `tidak ada petugas peragaan untuk ${step} di ${at}`,
    `nobody of the demo does ${step} at ${at}`,
  );
}

const answerTo = (question: Json): unknown =>
  (list(question.options)[0]?.code as string | undefined) ?? `Uji asap ${randomUUID().slice(0, 8)}`;

/** Each paper: its PDF opened, its signature held against its bytes, then checked as a stranger would. */
async function papersOf({ client, watch }: Tools, token: string, done: Answer): Promise<readonly PaperMade[]> {
  const made: PaperMade[] = [];
  for (const paper of list(done.body.papers)) {
    const check = paper.check as { url: string; address: string; code: string } | null;
    const { bytes } = await watch.part('surat', () => client.call('GET', text(paper.pdf), { token }));
    const { signatures, verdict } = readSignatures(bytes, { roots: [], clock: () => new Date() });
    const number = typeof paper.number === 'string' ? paper.number : null;
    const whole = signatures.length > 0 && signatures.every((one) => one.intact) && signatures.at(-1)?.coversFile;
    if (!whole) throw broken(number, `tanda tangannya ${verdict}`, `its signature is ${verdict}`);
    const token_ = check?.url.split('/').at(-1);
    const checked = await watch.part('periksa', () => client.call('POST', '/checks', { body: { token: token_ } }));
    const { kind, state, number: told } = checked.body;
    if (kind !== 'found' || state !== 'active' || (told !== undefined && told !== number))
      throw broken(number, 'pemeriksaan umum tidak mengenalnya', 'the public check does not know it');
    made.push({
      ...{
        title: text((paper.title as Json).id),
        number,
        page: `${client.url}/surat/${text(paper.region)}/${text(paper.id)}`,
      },
      ...{
        check: check?.url ?? '',
        code: check?.code ?? '',
        bytes: bytes.length,
        signature: 'intact',
        state: text(state),
      },
      signer: signatures.at(-1)?.signer ?? '',
    });
  }
  return made;
}

const broken = (number: string | null, id: string, en: string): OperatorTrouble =>
  new OperatorTrouble(`surat ${number ?? ''}: ${id}`, `paper ${number ?? ''}: ${en}`);
