export {
  type Authority,
  type CertifiedOfficer,
  createAuthority,
  createDemoAuthority,
  findAuthority,
} from './authority.ts';
export { type PdfSignature, readSignatures, type SignatureReport, type Verdict } from './read-signature.ts';
export { type SignatureDetails, type SignOptions, signPdf, signPdfs } from './sign-pdf.ts';
export type { Signer, SignRequest } from './signer.ts';
