import { createHash, verify, X509Certificate } from 'node:crypto';
import { Null, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';

export const oid = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  rsaWithSha256: '1.2.840.113549.1.1.11',
} as const;

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

export type UnsignedCms = {
  /** SHA-256 of the signed attributes: what the signer signs. */
  readonly digest: Uint8Array;
  /** The finished CMS, DER. Throws when the signature does not fit the certificate. */
  readonly complete: (signature: Uint8Array) => Uint8Array;
};

/**
 * A detached CAdES baseline signature of content with this SHA-256, waiting for its signature value.
 * The signing time is not among its attributes: PAdES keeps it in the PDF.
 */
export function beginCms(contentDigest: Uint8Array, chain: readonly Uint8Array[]): UnsignedCms {
  const certificates = chain.map(parseCertificate);
  const [certificate] = certificates;
  const [der] = chain;
  if (!certificate || !der) throw new Error('a signature needs a certificate');
  const attributes = signedAttributes(contentDigest, der);
  // In the signature they stand under [0]; what is hashed is the same bytes as a SET (RFC 5652, 5.4).
  const asSet = Buffer.from(attributes.toSchema().toBER());
  asSet[0] = 0x31;
  return {
    digest: sha256(asSet),
    complete: (signature) => {
      // A remote signer may answer with another key's signature: better no paper than a broken one.
      if (!verify('sha256', asSet, new X509Certificate(der).publicKey, signature)) {
        throw new Error('the signature does not fit the certificate');
      }
      const signer = new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        digestAlgorithm: new AlgorithmIdentifier({ algorithmId: oid.sha256 }),
        signedAttrs: attributes,
        signatureAlgorithm: new AlgorithmIdentifier({ algorithmId: oid.rsaWithSha256, algorithmParams: new Null() }),
        signature: new OctetString({ valueHex: exact(signature) }),
      });
      const signed = new SignedData({
        version: 1,
        digestAlgorithms: [new AlgorithmIdentifier({ algorithmId: oid.sha256 })],
        encapContentInfo: new EncapsulatedContentInfo({ eContentType: oid.data }),
        certificates,
        signerInfos: [signer],
      });
      const info = new ContentInfo({ contentType: oid.signedData, content: signed.toSchema(true) });
      return new Uint8Array(info.toSchema().toBER());
    },
  };
}

function signedAttributes(contentDigest: Uint8Array, certificate: Uint8Array): SignedAndUnsignedAttributes {
  const attributes = [
    new Attribute({ type: oid.contentType, values: [new ObjectIdentifier({ value: oid.data })] }),
    new Attribute({ type: oid.messageDigest, values: [new OctetString({ valueHex: exact(contentDigest) })] }),
    new Attribute({ type: oid.signingCertificateV2, values: [signingCertificate(certificate)] }),
  ];
  // DER orders a SET by the encoded bytes of its members.
  const encoded = attributes.map((attribute) => ({ attribute, der: Buffer.from(attribute.toSchema().toBER()) }));
  encoded.sort((a, b) => Buffer.compare(a.der, b.der));
  return new SignedAndUnsignedAttributes({ type: 0, attributes: encoded.map((item) => item.attribute) });
}

/** SigningCertificateV2 (RFC 5035): the hash of the certificate. */
function signingCertificate(der: Uint8Array): Sequence {
  const hash = new OctetString({ valueHex: exact(sha256(der)) });
  return new Sequence({ value: [new Sequence({ value: [new Sequence({ value: [hash] })] })] });
}

/** An officer's certificate is the same bytes for years: parsing it anew for each paper took a third of the time of signing. */
const parsed = new WeakMap<Uint8Array, Certificate>();

function parseCertificate(der: Uint8Array): Certificate {
  const certificate = parsed.get(der) ?? Certificate.fromBER(exact(der));
  parsed.set(der, certificate);
  return certificate;
}

const exact = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
