import { BackupTrouble } from '../../platform/backup/index.ts';
import type { Config } from '../../platform/config.ts';
import { checkAudit } from './audit.ts';
import { backUpTo, restoreFrom } from './backup.ts';

import {
  acceptBpjs,
  agreeBpjs,
  bpjsLogin,
  bpjsOff,
  bpjsOn,
  bpjsState,
  checkBpjs,
  connectBpjs,
  resendBpjs,
  skipBpjs,
} from './bpjs.ts';
import { type Command, OperatorTrouble, readWords, type Terminal } from './command.ts';
import { migrate } from './database.ts';
import { demoAccounts } from './demo.ts';
import { about, overview } from './help.ts';
import { checkHttps } from './https/index.ts';
import { makeAuthority, makeKeys } from './keys.ts';
import { addOfficer, grantRole } from './officers.ts';
import { endSessions, officerLeaves, recoverOfficer, revokeRole } from './officers-leave.ts';
import { importFile } from './offices.ts';
import { importTimetableFile, loadQueueFile } from './queues.ts';
import { listRegisters, pickRegister } from './registers.ts';
import {
  checkSatusehat,
  clinicToken,
  connectSatusehat,
  resendSatusehat,
  satusehatOff,
  satusehatOn,
  satusehatSettings,
  satusehatState,
  skipSatusehat,
} from './satusehat.ts';
import { check, publish } from './services.ts';
import { smokeTest } from './smoke/index.ts';
import type { Workshop } from './workshop.ts';

export { OperatorTrouble, type Terminal } from './command.ts';
export type { Rooms, Workshop } from './workshop.ts';

const COMMANDS: readonly Command[] = [
  migrate,
  makeKeys,
  makeAuthority,
  importFile,
  loadQueueFile,
  importTimetableFile,
  addOfficer,
  grantRole,
  revokeRole,
  recoverOfficer,
  officerLeaves,
  endSessions,
  pickRegister,
  listRegisters,
  connectBpjs,
  bpjsLogin,
  agreeBpjs,
  checkBpjs,
  acceptBpjs,
  bpjsOn,
  bpjsOff,
  bpjsState,
  resendBpjs,
  skipBpjs,
  connectSatusehat,
  satusehatSettings,
  checkSatusehat,
  clinicToken,
  satusehatOn,
  satusehatOff,
  satusehatState,
  resendSatusehat,
  skipSatusehat,
  check,
  publish,
  demoAccounts,
  smokeTest,
  checkHttps,
  checkAudit,
  backUpTo,
  restoreFrom,
];

const processTerminal: Terminal = {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
};

const asksHelp = (word: string): boolean => word === '--help' || word === '-h';

/**
 * One command of the operator.
 * @returns the exit code: 0 done · 1 found something wrong, or could not · 2 not understood
 * @example await runOperator(config, ['kantor', 'impor', 'kantor.csv'], workshop)
 */
export async function runOperator(
  config: Config,
  words: readonly string[],
  workshop: Workshop,
  terminal: Terminal = processTerminal,
): Promise<number> {
  const typed = words.join(' ');
  const command = COMMANDS.find(({ name }) => typed === name || typed.startsWith(`${name} `));
  if (!command) return withoutCommand(words, terminal);
  const rest = words.slice(command.name.split(' ').length);
  if (rest.some(asksHelp)) {
    terminal.out(about(command));
    return 0;
  }
  try {
    return await command.run(readWords(command, rest), { config, workshop, terminal });
  } catch (error) {
    if (!(error instanceof OperatorTrouble || error instanceof BackupTrouble)) throw error;
    terminal.err(error.message);
    return 1;
  }
}

function withoutCommand(words: readonly string[], terminal: Terminal): number {
  if (words.length === 0 || words.some(asksHelp)) {
    const group = words.filter((word) => !asksHelp(word)).join(' ');
    const inside = COMMANDS.filter(({ name }) => name.startsWith(`${group} `));
    terminal.out(inside.length > 0 && group !== '' ? inside.map(about).join('\n\n') : overview(COMMANDS));
    return 0;
  }
  terminal.err(
    `Perintah "${words.join(' ')}" tidak dikenal; lihat --help. / The command "${words.join(' ')}" is unknown; see --help.`,
  );
  return 2;
}
