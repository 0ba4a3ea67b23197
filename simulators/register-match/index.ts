import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the simulated register knows of a person; it never says any of it. */
export type RegisteredPerson = {
  readonly name: string;
  readonly birthPlace: string;
  /** 'YYYY-MM-DD' */
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
  readonly kk: string | null;
  readonly motherName: string | null;
};

export type SimulatorOptions = {
  readonly person: (nik: string) => RegisteredPerson | undefined | Promise<RegisteredPerson | undefined>;
  readonly user: string;
  readonly password: string;
  /** 0 for any free port. */
  readonly port?: number;
};

export type Simulator = {
  readonly url: string;
  /** Every question asked, as it came: purpose, officer and case must stand on each. */
  readonly asked: readonly Readonly<Record<string, unknown>>[];
  stop(): Promise<void>;
};

const LIKENESS_FIELDS = ['NAMA_LGKP', 'TMPT_LHR', 'NAMA_LGKP_IBU'];

/** The ministry's verification service on loopback: it compares, and says 'Sesuai' or 'Tidak Sesuai' for each field. */
export async function startRegisterMatch(options: SimulatorOptions): Promise<Simulator> {
  const asked: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    answer(request, response, options, asked).catch(() => reply(response, 500, { content: [] }));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: SimulatorOptions,
  asked: Record<string, unknown>[],
): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/dukcapil/get_json/verifikasi') return reply(response, 404, {});
  const body = await bodyOf(request);
  if (body.user_id !== options.user || body.password !== options.password)
    return reply(response, 200, { content: [{ RESPONSE_CODE: '05', RESPONSE_DESC: 'User tidak dikenal' }] });
  const { password: _, ...question } = body;
  asked.push(question);
  if (!['keperluan', 'petugas', 'permohonan'].every((field) => typeof body[field] === 'string'))
    return reply(response, 400, {
      content: [{ RESPONSE_CODE: '06', RESPONSE_DESC: 'Keperluan, petugas, dan permohonan wajib diisi' }],
    });
  const person = await options.person(String(body.NIK));
  if (!person)
    return reply(response, 200, { content: [{ RESPONSE_CODE: '11', RESPONSE_DESC: 'Data tidak ditemukan' }] });
  const known = wireOf(person);
  const fields = Object.keys(known).filter((field) => typeof body[field] === 'string');
  reply(response, 200, {
    content: [
      Object.fromEntries(fields.map((field) => [field, verdict(field, String(body[field]), known[field] ?? '')])),
    ],
  });
}

const wireOf = (person: RegisteredPerson): Record<string, string> => ({
  NAMA_LGKP: person.name,
  TMPT_LHR: person.birthPlace,
  TGL_LHR: person.birthDate.split('-').reverse().join('-'),
  JENIS_KLMIN: person.sex === 'male' ? 'Laki-Laki' : 'Perempuan',
  NO_KK: person.kk ?? '',
  NAMA_LGKP_IBU: person.motherName ?? '',
});

function verdict(field: string, typed: string, known: string): string {
  const [one, other] = [typed, known].map((text) => text.toUpperCase().replace(/\s+/g, ' ').trim());
  if (!LIKENESS_FIELDS.includes(field)) return one === other ? 'Sesuai' : 'Tidak Sesuai';
  return one === other ? 'Sesuai (100)' : 'Tidak Sesuai (0)';
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
