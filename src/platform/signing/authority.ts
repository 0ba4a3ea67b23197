import {
  constants,
  createPrivateKey,
  generateKeyPair,
  type KeyObject,
  privateEncrypt,
  randomUUID,
  X509Certificate,
} from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from '../../kernel/refusal.ts';
import { issueCertificate, type Subject } from './certificate.ts';
import type { Signer, SignRequest } from './signer.ts';

export type CertifiedOfficer = {
  readonly id: string;
  readonly name: string;
  readonly office: string;
  readonly title?: string;
};

export type Authority = {
  /** The root's certificate, DER: what a checker trusts. */
  readonly root: Uint8Array;
  readonly signer: Signer;
  /** Makes the officer's key and certificate when there are none yet. */
  readonly certify: (officer: CertifiedOfficer) => Promise<void>;
};

type Identity = { readonly certificate: Uint8Array; readonly key: KeyObject };

const ROOT_FILE = 'akar.pem';
const generate = promisify(generateKeyPair);
const year = 365 * 24 * 3_600_000;
/** DigestInfo of SHA-256 (RFC 8017, 9.2): what stands before the hash in an RSA signature. */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

type Deps = {
  readonly dir: string;
  readonly clock: () => Date;
  /** As remote signers do it: nobody signs without giving this. */
  readonly passphrase?: string | undefined;
};

/** A certificate authority for demonstrations and tests. */
export const createDemoAuthority = (deps: Deps): Promise<Authority> =>
  createAuthority({ ...deps, subject: { commonName: 'SPESIMEN Akar Peragaan', organisation: 'SPESIMEN SatuLoket' } });

/** The government's own authority, when its operator has made one; otherwise officers have no certificates here. */
export const findAuthority = (deps: Deps): Promise<Authority | undefined> =>
  existsSync(join(deps.dir, ROOT_FILE)) ? createAuthority({ ...deps, subject: undefined }) : Promise.resolve(undefined);

/** Makes it, or opens the one that stands in `dir`. Its keys are readable by the owner only. */
export async function createAuthority(deps: Deps & { readonly subject: Subject | undefined }): Promise<Authority> {
  const officersDir = join(deps.dir, 'petugas');
  await mkdir(officersDir, { recursive: true, mode: 0o700 });
  const known = new Map<string, Promise<Identity | undefined>>();
  const create = (file: string, subject: Subject, years: number, issuer?: Identity): Promise<Identity> =>
    createIdentity(file, { subject, from: deps.clock(), years, ...(issuer ? { issuer } : {}) });

  const rootFile = join(deps.dir, ROOT_FILE);
  const root = (await loadIdentity(rootFile)) ?? (deps.subject && (await create(rootFile, deps.subject, 20)));
  if (!root) throw new Error(`${rootFile} vanished`);

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
  const certify = async (officer: CertifiedOfficer): Promise<void> => {
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
      ...(deps.passphrase === undefined ? {} : { asks: 'passphrase' as const }),
      certificates: async (officer) => [(await get(officer)).certificate, root.certificate],
      sign: async (request) => {
        // The office's own seal has no person behind it who could type.
        const asked = request.officer.startsWith('segel-') ? undefined : deps.passphrase;
        if (asked !== undefined && request.consent !== asked) throw new Refusal('signing/consent-wrong', 422);
        return signDigests(request, await get(request.officer));
      },
    },
  };
}

function signDigests(request: SignRequest, { key }: Identity): readonly Uint8Array[] {
  const padding = constants.RSA_PKCS1_PADDING;
  return request.digests.map((digest) => privateEncrypt({ key, padding }, Buffer.concat([digestInfo, digest])));
}

function fileOf(dir: string, officer: string): string {
  if (!/^[\w-]{1,80}$/.test(officer)) throw new Error('an officer id holds letters, digits and hyphens only');
  return join(dir, `${officer}.pem`);
}

type NewIdentity = {
  readonly subject: Subject;
  readonly from: Date;
  readonly years: number;
  readonly issuer?: Identity;
};

async function createIdentity(file: string, request: NewIdentity): Promise<Identity> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 3072 });
  const { subject, from, issuer } = request;
  const until = new Date(from.getTime() + request.years * year);
  const parent = issuer ? { issuer: { certificate: issuer.certificate } } : {};
  const issuerKey = issuer ? issuer.key : privateKey;
  const certificate = await issueCertificate({ subject, publicKey, issuerKey, from, until, ...parent });
  const pem = `${new X509Certificate(certificate)}${privateKey.export({ type: 'pkcs8', format: 'pem' })}`;
  await writeOnce(file, pem);
  const kept = await loadIdentity(file);
  if (!kept) throw new Error(`${file} vanished while it was made`);
  return kept;
}

/** Certificate and key stand in one file, so that no crash can part them. */
async function loadIdentity(file: string): Promise<Identity | undefined> {
  const pem = await readFile(file, 'utf8').catch(absent);
  if (pem === undefined) return undefined;
  const key = createPrivateKey(pem);
  const certificate = new X509Certificate(pem);
  if (!certificate.checkPrivateKey(key))
    throw new Error(`the certificate and the key in ${file} do not belong together`);
  return { certificate: new Uint8Array(certificate.raw), key };
}

/** Whole or not at all; when another process was first, its file stays. */
async function writeOnce(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
}

function absent(error: unknown): undefined {
  if (hasCode(error, 'ENOENT')) return undefined;
  throw error;
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
