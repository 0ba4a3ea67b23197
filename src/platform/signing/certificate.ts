import { createHash, type KeyObject, randomBytes } from 'node:crypto';
import {
  Set as AsnSet,
  type BaseBlock,
  BitString,
  Integer,
  ObjectIdentifier,
  OctetString,
  PrintableString,
  Sequence,
  Utf8String,
} from 'asn1js';
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  Extension,
  PublicKeyInfo,
  RelativeDistinguishedNames,
  Time,
} from 'pkijs';

export type Subject = { readonly commonName: string; readonly organisation: string; readonly title?: string };

export type CertificateRequest = {
  readonly subject: Subject;
  readonly publicKey: KeyObject;
  /** Signs itself when absent. */
  readonly issuer?: { readonly certificate: Uint8Array };
  readonly issuerKey: KeyObject;
  readonly from: Date;
  readonly until: Date;
};

const keyUsageBits = { authority: 0b0000_0110, officer: 0b1100_0000 } as const;
const nameOid = { commonName: '2.5.4.3', country: '2.5.4.6', organisation: '2.5.4.10', title: '2.5.4.12' } as const;

/** An X.509 certificate, DER: an authority's when it signs itself, else an officer's, good for signatures only. */
export async function issueCertificate(request: CertificateRequest): Promise<Uint8Array> {
  const issuer = request.issuer ? Certificate.fromBER(exact(request.issuer.certificate)) : undefined;
  const certificate = new Certificate({ version: 2, serialNumber: new Integer({ valueHex: serial() }) });
  certificate.subject = nameOf(request.subject);
  certificate.issuer = issuer ? issuer.subject : certificate.subject;
  certificate.notBefore = new Time({ value: request.from });
  certificate.notAfter = new Time({ value: request.until });
  const spki = request.publicKey.export({ type: 'spki', format: 'der' });
  certificate.subjectPublicKeyInfo = PublicKeyInfo.fromBER(exact(spki));
  const keyId = keyIdentifier(certificate);
  const constraints = new BasicConstraints(issuer ? {} : { cA: true, pathLenConstraint: 0 });
  const usage = new BitString({
    valueHex: exact(Uint8Array.of(issuer ? keyUsageBits.officer : keyUsageBits.authority)),
    unusedBits: issuer ? 6 : 1,
  });
  const authority = new AuthorityKeyIdentifier({
    keyIdentifier: new OctetString({ valueHex: issuer ? keyIdentifier(issuer) : keyId }),
  });
  certificate.extensions = [
    extension('2.5.29.19', true, constraints.toSchema().toBER()),
    extension('2.5.29.15', true, usage.toBER()),
    extension('2.5.29.14', false, new OctetString({ valueHex: keyId }).toBER()),
    extension('2.5.29.35', false, authority.toSchema().toBER()),
  ];
  await certificate.sign(await signingKey(request.issuerKey), 'SHA-256');
  return new Uint8Array(certificate.toSchema(true).toBER());
}

/** The common name of a certificate's holder, empty when it has none. */
export function commonName(certificate: Certificate): string {
  const found = certificate.subject.typesAndValues.find((item) => item.type === nameOid.commonName);
  return found ? String(found.value.valueBlock.value) : '';
}

/** A name of one attribute a step; pkijs would put all of them into one step. */
function nameOf({ commonName, organisation, title }: Subject): RelativeDistinguishedNames {
  const step = (type: string, value: BaseBlock) =>
    new AsnSet({ value: [new Sequence({ value: [new ObjectIdentifier({ value: type }), value] })] });
  const steps = [
    step(nameOid.country, new PrintableString({ value: 'ID' })),
    step(nameOid.organisation, new Utf8String({ value: organisation })),
    ...(title === undefined ? [] : [step(nameOid.title, new Utf8String({ value: title }))]),
    step(nameOid.commonName, new Utf8String({ value: commonName })),
  ];
  return RelativeDistinguishedNames.fromBER(new Sequence({ value: steps }).toBER());
}

function keyIdentifier(certificate: Certificate): ArrayBuffer {
  const key = certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView;
  return exact(createHash('sha1').update(key).digest());
}

const extension = (extnID: string, critical: boolean, value: ArrayBuffer): Extension =>
  new Extension({ extnID, critical, extnValue: value });

async function signingKey(key: KeyObject): Promise<CryptoKey> {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  return crypto.subtle.importKey('pkcs8', pkcs8, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign']);
}

function serial(): ArrayBuffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return exact(bytes);
}

const exact = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
