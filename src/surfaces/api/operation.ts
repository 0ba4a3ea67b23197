import type { FastifyRequest } from 'fastify';
import type * as z from 'zod';
import type { ClinicSystem } from '../../capabilities/satusehat/index.ts';
import type { Text } from '../../kernel/text.ts';
import type { Citizen, Desk } from '../frame/index.ts';
import type { Tools } from './deps.ts';

/** Whom an operation is for. code: a citizen with the one-time code · pin: with the PIN too · officer: at a desk of his · clinic: the own system of a Puskesmas. */
export type Who = 'anyone' | 'code' | 'pin' | 'officer' | 'clinic';
type By = {
  readonly anyone: undefined;
  readonly code: Citizen;
  readonly pin: Citizen;
  readonly officer: Desk;
  readonly clinic: ClinicSystem;
};

export type Shape = z.ZodObject;
type Out<S> = S extends z.ZodType ? z.output<S> : undefined;

/** One request, read and checked. */
export type Call<W extends Who = Who, P = unknown, Q = unknown, B = unknown> = {
  readonly t: Tools;
  readonly by: By[W];
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** What a repeated request is known by: its `Idempotency-Key`, bound to what it asks. */
  readonly key: string;
  /** The version in `If-Match`; 0 where none is asked for. */
  readonly version: number;
  readonly token: string;
  readonly request: FastifyRequest;
};

export type Reply<D> = {
  readonly data: D;
  /** Becomes the ETag: what the next `If-Match` must say. */
  readonly version?: number;
  readonly location?: string;
};

/** Bytes instead of JSON. */
export type Bytes = { readonly type: string; readonly name: string; readonly bytes: Uint8Array };

type Common<W extends Who, P extends Shape, Q extends Shape, B extends z.ZodType> = {
  /** `operationId` of the document. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, e.g. `/cases/{region}/{id}`. */
  readonly path: string;
  readonly tag: Tag;
  readonly summary: string;
  /** What it does, in Indonesian and English. */
  readonly about: Text;
  readonly who: W;
  readonly params?: P;
  readonly query?: Q;
  /** JSON; `file`: one file, raw or as a form. */
  readonly body?: B | 'file';
  /** Changes something: needs an `Idempotency-Key`. */
  readonly once?: boolean;
  /** Changes what was read: needs the version in `If-Match`. */
  readonly guard?: boolean;
  /** Many come at once: whoever comes when there is no time waits his turn, as on the pages. */
  readonly crowded?: boolean;
  /** How often one address may ask in a minute. */
  readonly perMinute?: number;
  readonly status?: 200 | 201 | 204;
  /** Statuses of refusals beside those that follow from the above. */
  readonly refuses?: readonly number[];
};

type Acting<W extends Who, P extends Shape, Q extends Shape, B extends z.ZodType, R> = {
  /** The change; a repeated request skips it and shows what the first one did. */
  readonly act?: (call: Call<W, Out<P>, Out<Q>, Out<B>>) => Promise<unknown>;
  readonly show: (call: Call<W, Out<P>, Out<Q>, Out<B>>, done: unknown) => Promise<R>;
};

export type Declared<
  W extends Who,
  P extends Shape,
  Q extends Shape,
  B extends z.ZodType,
  R extends z.ZodType,
> = Common<W, P, Q, B> &
  (
    | ({ readonly reply: R } & Acting<W, P, Q, B, Reply<z.input<R>>>)
    | ({ readonly reply: null } & Acting<W, P, Q, B, undefined>)
    | ({ readonly reply: { readonly media: readonly string[] } } & Acting<W, P, Q, B, Bytes>)
  );

/** An operation of whatever types, as routes and the document see it. */
export type Operation = Common<Who, Shape, Shape, z.ZodType> & {
  readonly reply: z.ZodType | null | { readonly media: readonly string[] };
  readonly act?: (call: Call) => Promise<unknown>;
  readonly show: (call: Call, done: unknown) => Promise<Reply<unknown> | Bytes | undefined>;
};

/** Declares one operation: route, checks and document all come from this. */
export const operation = <
  W extends Who,
  R extends z.ZodType,
  P extends Shape = never,
  Q extends Shape = never,
  B extends z.ZodType = never,
>(
  declared: Declared<W, P, Q, B, R>,
): Operation => declared as unknown as Operation;

export const TAGS = {
  layanan: { id: 'Layanan dan pencarian', en: 'Services and search' },
  tempat: { id: 'Wilayah dan kantor', en: 'Regions and offices' },
  masuk: { id: 'Masuk dan sesi', en: 'Login and sessions' },
  permohonan: { id: 'Permohonan warga', en: 'Cases of citizens' },
  surat: { id: 'Surat dan pemeriksaannya', en: 'Papers and their check' },
  antrean: { id: 'Nomor antrean', en: 'Numbers of queues' },
  kantor: { id: 'Pekerjaan kantor', en: 'The work of offices' },
  klinik: { id: 'Sistem klinik milik Puskesmas', en: 'The clinic’s own system' },
  peragaan: { id: 'Hanya dalam peragaan', en: 'In the demo only' },
} as const satisfies Record<string, Text>;
export type Tag = keyof typeof TAGS;
