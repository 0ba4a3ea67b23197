export { createDemoAuthority, type DemoAuthority } from './demo-authority.ts';
export { readSignatures } from './read-signature.ts';
export { signPdf, signPdfs } from './sign-pdf.ts';
export type { Signer } from './signer.ts';
