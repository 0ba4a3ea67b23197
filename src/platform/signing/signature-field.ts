import { type PdfFile, pageNumbers } from './pdf-file.ts';
import { isArray, isDict, type PdfDict, type PdfValue, referenceOf, referredNumber, writeText } from './pdf-syntax.ts';

export type SignatureDetails = {
  /** Who signs, as it stands on the paper. */
  readonly name: string;
  readonly reason: string;
  readonly location: string;
  readonly time: Date;
  /** Minutes east of UTC of the place that signs: 420 for WIB. */
  readonly utcOffset: number;
};

type Changes = Map<number, PdfValue>;

/**
 * The objects that add one signature: its dictionary, an invisible widget on the first page that is tagged as a form in the
 * structure tree (PDF/A-2a and PDF/UA ask for that), and the catalog's list of fields.
 */
export function signatureObjects(pdf: PdfFile, signature: PdfDict, signerName: string): Changes {
  const changes: Changes = new Map();
  const signatureNumber = pdf.size;
  const widgetNumber = pdf.size + 1;
  changes.set(signatureNumber, signature);

  const [pageNumber] = pageNumbers(pdf);
  if (pageNumber === undefined) throw new Error('PDF: no page');
  const rootNumber = numberOf(pdf.trailer.get('Root'));
  const root = new Map(pdf.dict(pdf.trailer.get('Root')));
  const structParent = tagWidget(pdf, changes, root, { widgetNumber, pageNumber });

  const fields = addField(pdf, changes, root, widgetNumber);
  changes.set(rootNumber, root);
  const page = new Map(pdf.dict(referenceOf(pageNumber)));
  addToArray(pdf, changes, page, 'Annots', referenceOf(widgetNumber));
  page.set('Tabs', '/S');
  changes.set(pageNumber, page);

  const widget = new Map<string, PdfValue>([
    ['Type', '/Annot'],
    ['Subtype', '/Widget'],
    ['FT', '/Sig'],
    ['T', writeText(`TandaTangan${fields}`)],
    ['TU', writeText(`Tanda tangan elektronik ${signerName}`)],
    ['V', referenceOf(signatureNumber)],
    ['F', '132'],
    ['Rect', ['0', '0', '0', '0']],
    ['P', referenceOf(pageNumber)],
  ]);
  if (structParent !== undefined) widget.set('StructParent', structParent);
  changes.set(widgetNumber, widget);
  return changes;
}

function addField(pdf: PdfFile, changes: Changes, root: Map<string, PdfValue>, widgetNumber: number): number {
  const present = root.get('AcroForm');
  const form = new Map(present === undefined ? [] : pdf.dict(present));
  const fields = arrayOf(pdf, form.get('Fields'));
  form.set('Fields', [...fields, referenceOf(widgetNumber)]);
  form.set('SigFlags', '3');
  const formNumber = referredNumber(present);
  if (formNumber === undefined) root.set('AcroForm', form);
  else changes.set(formNumber, form);
  return fields.length + 1;
}

/** Puts the widget under the document's first structure element; returns its key in the parent tree, nothing when the file has no tags. */
function tagWidget(
  pdf: PdfFile,
  changes: Changes,
  root: PdfDict,
  at: { readonly widgetNumber: number; readonly pageNumber: number },
): string | undefined {
  const treeNumber = referredNumber(root.get('StructTreeRoot'));
  if (treeNumber === undefined) return undefined;
  const tree = new Map(pdf.dict(root.get('StructTreeRoot')));
  const kids = tree.get('K');
  const documentNumber = numberOf(isArray(kids) ? kids[0] : kids);
  const document = new Map(pdf.dict(referenceOf(documentNumber)));
  const elementNumber = at.widgetNumber + 1;
  addToArray(pdf, changes, document, 'K', referenceOf(elementNumber));
  changes.set(documentNumber, document);

  const key = tree.get('ParentTreeNextKey');
  const parents = new Map(pdf.dict(tree.get('ParentTree')));
  if (typeof key !== 'string' || !parents.has('Nums')) throw new Error('PDF: the parent tree is not a flat list');
  parents.set('Nums', [...arrayOf(pdf, parents.get('Nums')), key, referenceOf(elementNumber)]);
  const parentsNumber = referredNumber(tree.get('ParentTree'));
  if (parentsNumber === undefined) tree.set('ParentTree', parents);
  else changes.set(parentsNumber, parents);
  tree.set('ParentTreeNextKey', String(Number(key) + 1));
  changes.set(treeNumber, tree);

  const page = referenceOf(at.pageNumber);
  const widget = new Map([
    ['Type', '/OBJR'],
    ['Obj', referenceOf(at.widgetNumber)],
    ['Pg', page],
  ]);
  changes.set(
    elementNumber,
    new Map<string, PdfValue>([
      ['Type', '/StructElem'],
      ['S', '/Form'],
      ['P', referenceOf(documentNumber)],
      ['Pg', page],
      ['K', [widget]],
    ]),
  );
  return key;
}

function addToArray(pdf: PdfFile, changes: Changes, holder: Map<string, PdfValue>, key: string, item: PdfValue): void {
  const present = holder.get(key);
  const list = [...arrayOf(pdf, present), item];
  const number = referredNumber(present);
  if (number !== undefined && isArray(pdf.read(present))) changes.set(number, list);
  else holder.set(key, list);
}

function arrayOf(pdf: PdfFile, value: PdfValue | undefined): readonly PdfValue[] {
  if (value === undefined) return [];
  if (isArray(value)) return value;
  if (isDict(value) || referredNumber(value) === undefined) return [value];
  const target = pdf.read(value);
  return isArray(target) ? target : [value];
}

function numberOf(reference: PdfValue | undefined): number {
  const number = referredNumber(reference);
  if (number === undefined) throw new Error('PDF: a reference was expected');
  return number;
}
