import { constants, createHash, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { fromBER, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import { Certificate, ContentInfo, IssuerAndSerialNumber, SignedData, type SignerInfo } from 'pkijs';
import { commonName } from './certificate.ts';
import { oid } from './cms.ts';

export type CheckedCms = {
  readonly signer: string;
  readonly intact: boolean;
  readonly trusted: boolean;
  readonly time?: Date;
};

export type Trust = { readonly roots: readonly Uint8Array[]; readonly at: Date | undefined; readonly now: Date };

const hashes: Readonly<Record<string, string>> = {
  [oid.sha256]: 'sha256',
  [oid.sha384]: 'sha384',
  [oid.sha512]: 'sha512',
};
const rsaPss = '1.2.840.113549.1.1.10';

/** Checks a detached CMS over `content`. Undefined when the bytes are no CMS with one signer and its certificate. */
export function checkCms(der: Uint8Array, content: readonly Uint8Array[], trust: Trust): CheckedCms | undefined {
  try {
    return check(parseCms(der), content, trust);
  } catch {
    // Strange bytes are an answer ("no signature that we can read"), not a fault.
    return undefined;
  }
}

type ParsedCms = {
  readonly signer: SignerInfo;
  readonly certificate: Certificate;
  readonly others: readonly Certificate[];
};

function check({ signer, certificate, others }: ParsedCms, content: readonly Uint8Array[], trust: Trust): CheckedCms {
  const leaf = x509(certificate);
  const time = signingTime(signer);
  const at = time ?? trust.at ?? trust.now;
  return {
    signer: commonName(certificate),
    intact: isIntact(signer, leaf, content) && namesCertificate(signer, leaf),
    trusted: leadsToRoot(leaf, others.map(x509), trust.roots, at),
    ...(time ? { time } : {}),
  };
}

function parseCms(der: Uint8Array): ParsedCms {
  const asn = fromBER(new Uint8Array(der).buffer);
  const signed = new SignedData({ schema: new ContentInfo({ schema: asn.result }).content });
  const others = (signed.certificates ?? []).filter((item) => item instanceof Certificate);
  const [signer] = signed.signerInfos;
  const sid: unknown = signer?.sid;
  if (!signer || signed.signerInfos.length !== 1 || !(sid instanceof IssuerAndSerialNumber))
    throw new Error('CMS: not one signer');
  const certificate = others.find(
    (item) => item.issuer.isEqual(sid.issuer) && item.serialNumber.isEqual(sid.serialNumber),
  );
  if (!certificate) throw new Error("CMS: the signer's certificate is missing");
  return { signer, certificate, others };
}

/** The signed attributes may name the certificate by its hash (CAdES asks for it): then no other of the same key will do. */
function namesCertificate(signer: SignerInfo, leaf: X509Certificate): boolean {
  const value = attribute(signer, oid.signingCertificateV2);
  if (value === undefined) return true;
  const named = partsOf(partsOf(partsOf(value)[0])[0]);
  const algorithm = partsOf(named[0])[0];
  const hash = algorithm instanceof ObjectIdentifier ? hashes[algorithm.valueBlock.toString()] : 'sha256';
  const stated = named.find((part) => part instanceof OctetString);
  return (
    hash !== undefined &&
    stated !== undefined &&
    createHash(hash).update(leaf.raw).digest().equals(stated.valueBlock.valueHexView)
  );
}

const partsOf = (value: unknown): readonly unknown[] => (value instanceof Sequence ? value.valueBlock.value : []);

function isIntact(signer: SignerInfo, leaf: X509Certificate, content: readonly Uint8Array[]): boolean {
  const hash = hashes[signer.digestAlgorithm.algorithmId];
  const attributes = signer.signedAttrs;
  if (!hash) return false;
  const key = verifyKey(leaf.publicKey, signer.signatureAlgorithm.algorithmId);
  const value = signer.signature.valueBlock.valueHexView;
  if (!attributes) return verify(hash, Buffer.concat(content), key, value);
  const stated = attribute(signer, oid.messageDigest);
  const digest = createHash(hash);
  for (const part of content) digest.update(part);
  if (!(stated instanceof OctetString) || !digest.digest().equals(stated.valueBlock.valueHexView)) return false;
  const type = attribute(signer, oid.contentType);
  if (!(type instanceof ObjectIdentifier) || type.valueBlock.toString() !== oid.data) return false;
  return verify(hash, Buffer.from(attributes.encodedValue), key, value);
}

function verifyKey(key: KeyObject, algorithm: string): Parameters<typeof verify>[2] {
  if (algorithm !== rsaPss) return key;
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
}

function leadsToRoot(
  leaf: X509Certificate,
  pool: readonly X509Certificate[],
  roots: readonly Uint8Array[],
  at: Date,
): boolean {
  const trusted = roots.map((der) => new X509Certificate(der));
  let current = leaf;
  for (let depth = 0; depth < 6; depth++) {
    if (at < current.validFromDate || at > current.validToDate) return false;
    if (trusted.some((root) => root.raw.equals(current.raw))) return true;
    const child = current;
    const parent = [...trusted, ...pool].find(
      (item) => item.ca && !item.raw.equals(child.raw) && child.checkIssued(item) && child.verify(item.publicKey),
    );
    if (!parent) return false;
    current = parent;
  }
  return false;
}

function signingTime(signer: SignerInfo): Date | undefined {
  const value: unknown = attribute(signer, oid.signingTime);
  if (typeof value !== 'object' || value === null || !('toDate' in value) || typeof value.toDate !== 'function')
    return undefined;
  const date: unknown = value.toDate();
  return date instanceof Date ? date : undefined;
}

const attribute = (signer: SignerInfo, type: string): unknown =>
  signer.signedAttrs?.attributes.find((item) => item.type === type)?.values[0];

const x509 = (certificate: Certificate): X509Certificate =>
  new X509Certificate(Buffer.from(certificate.toSchema().toBER()));
