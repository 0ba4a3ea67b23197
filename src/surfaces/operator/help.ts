import type { Command } from './command.ts';

const BEGIN = 'npm run satuloket --';

/** All commands with one line each. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(
    ({ name, summary }) => `  ${name.padEnd(width)}  ${summary.id}\n  ${' '.repeat(width)}  ${summary.en}`,
  );
  return [
    `${BEGIN} PERINTAH …   (npm run satuloket -- COMMAND …)`,
    '',
    ...lines,
    '',
    `Keterangan satu perintah: ${BEGIN} PERINTAH --help / about one command: ${BEGIN} COMMAND --help`,
  ].join('\n');
}

export const about = ({ name, usage, summary, help }: Command): string =>
  [`${BEGIN} ${name} ${usage}`.trimEnd(), '', `${summary.id}.`, help.id, '', `${summary.en}.`, help.en].join('\n');
