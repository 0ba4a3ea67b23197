import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import { qrSvg } from '../qr/qr.ts';
import type { PaperAnswer, PaperOrder, ThreadSettings } from './protocol.ts';

const { documentsDir } = workerData as ThreadSettings;
const compiler = NodeCompiler.create({
  workspace: documentsDir,
  fontArgs: [{ fontPaths: [join(documentsDir, 'fonts')] }],
});

function typeset(order: PaperOrder): PaperAnswer {
  const inputs = { data: order.data, qr: order.qr === undefined ? '' : qrSvg(order.qr, 0) };
  const compiled = compiler.compile({ mainFilePath: join(documentsDir, order.kind, 'template.typ'), inputs });
  const document = compiled.result;
  if (!document) {
    const error = compiled.takeError();
    const details: unknown = error ? compiler.fetchDiagnostics(error) : 'no document';
    return { kind: 'failed', message: `${order.kind}: ${JSON.stringify(details)}` };
  }
  const pdf = compiler.pdf(document, { pdfStandard: PdfStandard.A_2a, creationTimestamp: order.createdAt });
  return { kind: 'paper', pdf: new Uint8Array(pdf) };
}

parentPort?.on('message', (order: PaperOrder) => {
  const answer = safely(() => typeset(order));
  parentPort?.postMessage(answer, answer.kind === 'paper' ? [answer.pdf.buffer] : []);
  // What the compiler remembers of papers long past would otherwise stay for good.
  compiler.evictCache(20);
});

function safely(work: () => PaperAnswer): PaperAnswer {
  try {
    return work();
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
