import { composeHouse } from './compose.ts';
import { openConfiguredDatabase } from './compose-database.ts';
import { startMessageSimulators } from './compose-demo.ts';
import { keysOf, refuseOtherKeys } from './compose-keys.ts';
import { operatorWorkshop } from './compose-operator.ts';
import { ensurePrepared, NotPrepared, PREPARE, prepare } from './compose-prepare.ts';
import { PDF_WORKER, tellError } from './compose-rooms.ts';
import { composeWeb, VERSION } from './compose-web.ts';
import { WorldTrouble } from './compose-world.ts';
import { Unavailable } from './kernel/unavailable.ts';
import { type Config, ConfigTrouble, readConfig } from './platform/config.ts';
import { KeysTrouble } from './platform/crypto/index.ts';
import { DatabaseTrouble } from './platform/database/index.ts';
import { EmbeddedPostgresTrouble } from './platform/embedded-postgres/index.ts';
import { listen } from './surfaces/frame/index.ts';
import { OperatorTrouble, runOperator } from './surfaces/operator/index.ts';

const ROLES = ['web', 'worker'] as const;

async function serve(config: Config, roles: readonly string[]): Promise<() => Promise<void>> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const one of closing.reverse()) await one();
  };
  try {
    const database = await openConfiguredDatabase(config, (adminUrl) => ensurePrepared({ adminUrl, config }));
    closing.push(database.close);
    const keys = keysOf(config);
    await refuseOtherKeys(database.url, keys, config.keysDir);
    const simulators = config.demo ? await startMessageSimulators() : undefined;
    if (simulators) closing.push(simulators.stop);
    const house = await composeHouse({
      ...{
        config,
        databaseUrl: database.url,
        keys,
        clock: () => new Date(),
      },
      onError: tellError,
      messages: simulators
        ? {
            sms: simulators.messagesUrl,
            whatsapp: simulators.messagesUrl,
            mail: { url: simulators.smtpUrl, from: 'demo@satuloket.invalid' },
          }
        : { sms: config.smsUrl, whatsapp: config.whatsappUrl, mail: config.mail },
      pdfWorker: PDF_WORKER,
    });
    closing.push(house.close);
    if (roles.includes('worker')) {
      await patiently(() => house.jobs.start());
      // Whoever books now must find the days ahead, also when the program stood still for a week.
      await patiently(() => house.queue.layOut(house.relay));
    }
    if (roles.includes('web')) {
      const web = await composeWeb(house, simulators && { inbox: simulators.inbox });
      closing.push(() => web.close());
      closing.push(await listen(web, config).catch(notHere(config)));
      const [at] = web.addresses();
      greet(config, typeof at === 'object' ? at.port : config.port);
    }
    return close;
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

const PAUSE_MS = 1000;

/** What a database interrupts that goes away just then is done again: once it was there, a start does not end of it. */
async function patiently(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      tellError(error, 'start');
      await new Promise((wake) => setTimeout(wake, PAUSE_MS));
    }
  }
}

/** An address that can't be listened at, as the setting that names it. */
const notHere =
  ({ host, port }: Config) =>
  (error: Error & { code?: string }): never => {
    if (error.code === 'EADDRINUSE')
      throw new ConfigTrouble('PORT', {
        id: `${port} sudah dipakai program lain; tulis angka lain, misalnya ${port + 1}`,
        en: `${port} is used by another program; write another number, e.g. ${port + 1}`,
      });
    if (error.code === 'EACCES')
      throw new ConfigTrouble('PORT', {
        id: `${port} hanya boleh dipakai root; tulis angka di atas 1023, misalnya 8080`,
        en: `${port} is for root only; write a number above 1023, e.g. 8080`,
      });
    if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'ENOTFOUND') throw error;
    throw new ConfigTrouble('HOST', {
      id: `${host} bukan alamat mesin ini; tulis 127.0.0.1 atau 0.0.0.0`,
      en: `${host} is no address of this machine; write 127.0.0.1 or 0.0.0.0`,
    });
  };

function greet(config: Config, port: number): void {
  const at = `http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}`;
  // Behind a proxy people come by its address alone: cookies and links are of that one.
  const open = config.publicUrl.startsWith('https:') ? config.publicUrl : at;
  const lines = [`SatuLoket ${VERSION}`, `  Warga / citizens    ${open}/`, `  Petugas / officers  ${open}/kantor`];
  if (open !== at) lines.push(`  Proksi / proxy      ${at}`);
  if (config.demo)
    lines.push(
      `  Pesan / messages    ${at}/simulasi/pesan   (SMS, WhatsApp)`,
      '',
      '  Masuk sebagai warga / log in as a citizen: 0812-9901-00002 (Dewi Lestari), PIN 246813; kodenya di / the code is at Pesan.',
      '  Semua akun peragaan / all accounts of the demo: npm run satuloket -- demo akun',
    );
  process.stdout.write(`${lines.join('\n')}\n\nCtrl-C menghentikan semuanya. / Ctrl-C stops everything.\n`);
}

const REPEATED_MS = 2000;

/**
 * Ctrl-C stops cleanly, also while it is still starting. A terminal and npm may both pass the same signal on: only one that comes
 * later means "at once".
 */
function stopOnSignal(started: Promise<() => Promise<void>>): void {
  let since = 0;
  const stop = (): void => {
    if (since > 0) {
      if (Date.now() - since > REPEATED_MS) process.exit(1);
      return;
    }
    since = Date.now();
    started
      .then((close) => close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

async function main(words: readonly string[]): Promise<void> {
  const config = readConfig();
  if (words[0] === PREPARE) return prepare(config);
  const roles = words.length === 0 ? ROLES : words.filter((word) => (ROLES as readonly string[]).includes(word));
  if (words.length > 0 && roles.length !== words.length) {
    process.exitCode = await runOperator(config, words, operatorWorkshop(config));
    return;
  }
  const started = serve(config, roles);
  stopOnSignal(started);
  await started;
}

/** What the person at the terminal can mend: told in one sentence, without a stack. */
const TROUBLES = [ConfigTrouble, DatabaseTrouble, EmbeddedPostgresTrouble, KeysTrouble, OperatorTrouble, WorldTrouble];

main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof NotPrepared) process.exit(1);
  const expected = TROUBLES.some((kind) => error instanceof kind);
  const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
