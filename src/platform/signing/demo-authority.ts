import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  privateEncrypt,
  X509Certificate,
} from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from '../../kernel/refusal.ts';
import { issueCertificate, type Subject } from './certificate.ts';
import type { Signer, SignRequest } from './signer.ts';

export type DemoOfficer = {
  readonly id: string;
  readonly name: string;
  readonly office: string;
  readonly title?: string;
};

export type DemoAuthority = {
  /** The root's certificate, DER: what a checker trusts. */
  readonly root: Uint8Array;
  readonly signer: Signer;
  /** Makes the officer's key and certificate when there are none yet. */
  readonly certify: (officer: DemoOfficer) => Promise<void>;
};

type Identity = { readonly certificate: Uint8Array; readonly key: KeyObject };

const generate = promisify(generateKeyPair);
const year = 365 * 24 * 3_600_000;
/** DigestInfo of SHA-256 (RFC 8017, 9.2): what stands before the hash in an RSA signature. */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** A certificate authority for demonstrations and tests. Its keys lie in `dir`, readable by the owner only. */
export async function createDemoAuthority(deps: {
  readonly dir: string;
  readonly clock: () => Date;
}): Promise<DemoAuthority> {
  const officersDir = join(deps.dir, 'petugas');
  await mkdir(officersDir, { recursive: true, mode: 0o700 });
  const known = new Map<string, Promise<Identity | undefined>>();
  const create = (file: string, subject: Subject, years: number, issuer?: Identity): Promise<Identity> =>
    createIdentity(file, { subject, from: deps.clock(), years, ...(issuer ? { issuer } : {}) });

  const rootFile = join(deps.dir, 'akar');
  const rootSubject = { commonName: 'SPESIMEN Akar Peragaan', organisation: 'SPESIMEN SatuLoket' };
  const root = (await loadIdentity(rootFile)) ?? (await create(rootFile, rootSubject, 20));

  const find = (officer: string): Promise<Identity | undefined> => {
    const loading = known.get(officer) ?? loadIdentity(fileOf(officersDir, officer));
    known.set(officer, loading);
    return loading;
  };
  const get = async (officer: string): Promise<Identity> => {
    const identity = await find(officer);
    if (!identity) throw new Refusal('signing/no-certificate', 409);
    return identity;
  };
  const certify = async (officer: DemoOfficer): Promise<void> => {
    const { name: commonName, office: organisation, title } = officer;
    const subject = { commonName, organisation, ...(title === undefined ? {} : { title }) };
    const creating = find(officer.id).then(
      (found) => found ?? create(fileOf(officersDir, officer.id), subject, 3, root),
    );
    known.set(officer.id, creating);
    creating.catch(() => known.delete(officer.id));
    await creating;
  };
  return {
    root: root.certificate,
    certify,
    signer: {
      certificates: async (officer) => [(await get(officer)).certificate, root.certificate],
      sign: async (request) => signDigests(request, await get(request.officer)),
    },
  };
}

function signDigests(request: SignRequest, { key }: Identity): readonly Uint8Array[] {
  const padding = constants.RSA_PKCS1_PADDING;
  return request.digests.map((digest) => privateEncrypt({ key, padding }, Buffer.concat([digestInfo, digest])));
}

function fileOf(dir: string, officer: string): string {
  if (!/^[\w-]{1,80}$/.test(officer)) throw new Error('an officer id holds letters, digits and hyphens only');
  return join(dir, officer);
}

type NewIdentity = {
  readonly subject: Subject;
  readonly from: Date;
  readonly years: number;
  readonly issuer?: Identity;
};

async function createIdentity(file: string, request: NewIdentity): Promise<Identity> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 });
  const { subject, from, issuer } = request;
  const until = new Date(from.getTime() + request.years * year);
  const parent = issuer ? { issuer: { certificate: issuer.certificate } } : {};
  const issuerKey = issuer ? issuer.key : privateKey;
  const certificate = await issueCertificate({ subject, publicKey, issuerKey, from, until, ...parent });
  // The certificate comes last: without it the key counts as not made, and the next start makes both anew.
  await writePrivate(`${file}.key.pem`, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  await writePrivate(`${file}.cert.pem`, new X509Certificate(certificate).toString());
  return { certificate, key: privateKey };
}

async function loadIdentity(file: string): Promise<Identity | undefined> {
  const certificate = await readFile(`${file}.cert.pem`, 'utf8').catch(absent);
  if (certificate === undefined) return undefined;
  const key = createPrivateKey(await readFile(`${file}.key.pem`, 'utf8'));
  const parsed = new X509Certificate(certificate);
  if (!parsed.publicKey.equals(createPublicKey(key)))
    throw new Error(`${file}.cert.pem and its key do not belong together`);
  return { certificate: parsed.raw, key };
}

async function writePrivate(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
