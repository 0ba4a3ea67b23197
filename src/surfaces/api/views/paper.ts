import * as z from 'zod';
import type { OwnPaper, Paper } from '../../../capabilities/documents/index.ts';
import type { Tools } from '../deps.ts';
import { day, name, Text } from '../schemas.ts';

export const PaperLine = name(
  'PaperLine',
  z.strictObject({
    ...{ region: z.string(), id: z.string(), kind: z.string(), title: Text, number: z.string().nullable() },
    state: z.enum(['active', 'superseded', 'revoked']),
    ...{ holder: z.string(), office: z.string(), issuedOn: day, validUntil: day.nullable() },
    specimen: z.boolean(),
    pdf: z.string().meta({ description: 'Below /api/v1.' }),
  }),
);
export const PaperView = name(
  'Paper',
  z.strictObject({
    ...PaperLine.shape,
    signer: z.strictObject({ name: z.string(), title: z.string(), acting: z.string().nullable() }).nullable(),
    check: z
      .strictObject({ url: z.string(), address: z.string(), code: z.string() })
      .nullable()
      .meta({ description: 'How others check it: the QR’s address, or number and code.' }),
    size: z.int(),
  }),
);

const pdfOf = (paper: { readonly region: string; readonly id: string }): string =>
  `/papers/${paper.region}/${paper.id}/pdf`;

export const ownLine = (t: Tools, paper: OwnPaper): z.input<typeof PaperLine> => ({
  ...{ region: paper.region, id: paper.id, kind: paper.kind, title: t.kinds[paper.kind]?.title ?? { id: paper.kind } },
  ...{ number: paper.number, state: paper.state, holder: paper.holderLabel, office: paper.officeName },
  ...{ issuedOn: paper.issuedOn, validUntil: paper.validUntil, specimen: paper.specimen, pdf: pdfOf(paper) },
});

/** Undefined for one that is not out. */
export function paperView(t: Tools, paper: Paper): z.input<typeof PaperView> | undefined {
  const { issued, state } = paper;
  if (!issued || state === 'prepared' || state === 'void') return undefined;
  const check = t.documents.checkOf(paper);
  return {
    ...{
      region: paper.region,
      id: paper.id,
      kind: paper.kind,
      title: t.kinds[paper.kind]?.title ?? { id: paper.kind },
    },
    ...{ number: paper.number, state, holder: paper.holderLabel, office: paper.officeName, issuedOn: issued.on },
    ...{ validUntil: issued.validUntil, specimen: paper.specimen, pdf: pdfOf(paper), size: issued.file.size },
    signer: issued.signer && { name: issued.signer.name, title: issued.signer.title, acting: issued.signer.acting },
    check: check && { url: check.url, address: check.address, code: check.code },
  };
}
