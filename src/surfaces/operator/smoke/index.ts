import { sayCaseNumber } from '../../../kernel/case-number.ts';
import { type Command, OperatorTrouble, type Terminal } from '../command.ts';
import { type Client, openClient, Refused } from './client.ts';
import { JOURNEYS } from './journeys.ts';
import { openPeople } from './people.ts';
import { openWatch, type Walked } from './report.ts';
import { walk } from './walk.ts';

export const smokeTest: Command = {
  name: 'uji-asap',
  usage: '--url URL [--json]',
  summary: {
    id: 'Menjalani alur utama lewat HTTP pada peragaan yang berjalan',
    en: 'Walks the main journey over HTTP at a running demo',
  },
  help: {
    id: 'Akta kelahiran dan SKTM: warga, petugas, kepala, surat yang ditandatangani, pemeriksaan umum. Hanya untuk peragaan. Mencetak nomor dan alamat yang dibuat serta lamanya tiap bagian. Kode keluar 1 bila ada yang gagal.',
    en: 'A birth and an SKTM: citizen, officers, the head, signed papers, the public check. For a demo only. Prints numbers and addresses of what it made and how long each part took. Exit code 1 when anything failed.',
  },
  options: { url: { type: 'string' }, json: { type: 'boolean' } },
  run: async (given, { workshop, terminal }) => {
    const client = openClient(addressOf(given.text('url')));
    const version = await mustBeDemo(client);
    const people = openPeople(client, workshop.demoCast());
    const began = performance.now();
    const journeys: Walked[] = [];
    const report = (more: object): string =>
      JSON.stringify(
        { url: client.url, version, ...more, milliseconds: Math.round(performance.now() - began), journeys },
        null,
        2,
      );
    try {
      for (const journey of JOURNEYS) {
        const walked = await walk({ client, people, watch: openWatch(() => performance.now()) }, journey);
        journeys.push(walked);
        if (!given.flag('json')) say(terminal, walked);
      }
    } catch (error) {
      if (!given.flag('json') || !(error instanceof OperatorTrouble)) throw error;
      terminal.out(report({ ok: false, error: error.message }));
      return 1;
    }
    if (given.flag('json')) terminal.out(report({ ok: true }));
    return 0;
  },
};

function addressOf(url: string | undefined): string {
  if (url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url.replace(/\/+$/, '');
  throw new OperatorTrouble(
    'uji-asap: tulis --url dengan alamatnya, misalnya --url http://127.0.0.1:8080',
    'write --url with the address, e.g. --url http://127.0.0.1:8080',
  );
}

/** @returns its version @throws OperatorTrouble when it is no hub, or no demo */
async function mustBeDemo(client: Client): Promise<string> {
  const { body } = await client.plain('GET', '/healthz').catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    throw notHub(client);
  });
  if (body.status !== 'ok' || typeof body.version !== 'string') throw notHub(client);
  await client.call('GET', '/demo/messages?limit=1').catch((error: unknown) => {
    if (!(error instanceof Refused) || error.status !== 404) throw error;
    throw new OperatorTrouble(
      `${client.url} bukan peragaan: uji asap membuat permohonan rekaan dan hanya berjalan bila DEMO menyala`,
      `${client.url} is no demo: the smoke test makes invented cases and runs only where DEMO is on`,
    );
  });
  return body.version;
}

const notHub = ({ url }: Client): OperatorTrouble =>
  new OperatorTrouble(`${url} bukan SatuLoket, atau belum siap`, `${url} is no SatuLoket, or is not ready yet`);

function say({ out }: Terminal, walked: Walked): void {
  out(
    `${walked.service}: ${sayCaseNumber(walked.number)}, ${walked.outcome}, ${walked.citizen}, ${walked.milliseconds} ms`,
  );
  out(`  ${walked.case}`);
  for (const one of walked.officers) out(`  ${one}`);
  for (const paper of walked.papers)
    out(
      `  ${paper.title} ${paper.number ?? ''}, ${paper.bytes} B, ${paper.signer}\n    ${paper.check}  (${paper.code})`,
    );
  out(`  ${walked.parts.map(({ part, milliseconds }) => `${part} ${milliseconds} ms`).join(', ')}`);
}
