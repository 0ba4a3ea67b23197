import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAccounts, type KnownPerson, readLeaked } from './capabilities/accounts/index.ts';
import { createAudit, sealAll } from './capabilities/audit/index.ts';
import { createBpjs } from './capabilities/bpjs/index.ts';
import { createCases } from './capabilities/cases/index.ts';
import { createCatalogue } from './capabilities/catalogue/index.ts';
import { createDocuments, documentFollowers } from './capabilities/documents/index.ts';
import { createKeeping } from './capabilities/keeping/index.ts';
import { createNotices } from './capabilities/notices/index.ts';
import { createOrganisations } from './capabilities/organisations/index.ts';
import { createPatients } from './capabilities/patients/index.ts';
import { createPeople, DEMO_PROVINCE, type People, type Person } from './capabilities/people/index.ts';
import { createQueue } from './capabilities/queue/index.ts';
import { createRegions } from './capabilities/regions/index.ts';
import { createSatusehat } from './capabilities/satusehat/index.ts';
import { createArrivals } from './compose-arrivals.ts';
import { casesPorts, namesSigner } from './compose-cases.ts';
import { chosenRegisters, trustedRoots } from './compose-registers.ts';
import {
  readAmbulance,
  readBpjsRules,
  readKeepingRules,
  readPaperKinds,
  readReplies,
  readSatusehatRules,
  readWorld,
} from './compose-world.ts';
import type { Clock } from './kernel/ids.ts';
import type { Json } from './kernel/json.ts';
import { Refusal } from './kernel/refusal.ts';
import type { Config } from './platform/config.ts';
import {
  createEnvelope,
  createKeyedHash,
  createPasswordHash,
  createRandom,
  type Keys,
} from './platform/crypto/index.ts';
import { openDatabase } from './platform/database/index.ts';
import { createLocalFiles, createS3Files } from './platform/files/index.ts';
import { createJobs } from './platform/jobs/index.ts';
import { openMail } from './platform/mail/index.ts';
import { openMessages } from './platform/messages/index.ts';
import { createTypesetter, NotTypeset } from './platform/pdf/index.ts';
import { createDemoAuthority, findAuthority, type Signer } from './platform/signing/index.ts';
import { createStep } from './platform/step/index.ts';
import { ROOT } from './root.ts';

export type HouseOptions = {
  readonly config: Config;
  /** The run-time role's connection string. */
  readonly databaseUrl: string;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly onError: (error: unknown, where: string) => void;
  /** Where messages go; in the demo simulators. */
  readonly messages: {
    readonly sms: string | undefined;
    readonly whatsapp: string | undefined;
    readonly mail: Config['mail'];
  };
  /** The typesetter's thread: a bundled file in the product, the source in tests. */
  readonly pdfWorker: URL;
};

export type House = Awaited<ReturnType<typeof composeHouse>>;

const random = createRandom();

/** The only place where things are constructed: every room with what it stands on. */
export async function composeHouse(o: HouseOptions) {
  const { config, keys, clock } = o;
  const report = (where: string) => (error: Error) => o.onError(error, where);
  const db = openDatabase({ url: o.databaseUrl, role: 'satuloket_app', onError: report('database') });
  const relay = openDatabase({ url: o.databaseUrl, role: 'satuloket_relay', poolSize: 3, onError: report('relay') });
  // Work written by a page is looked for at once; the workers exist only after the rooms that they serve.
  let nudge = (): void => undefined;
  const written = (): void => nudge();
  const step = createStep({ db, written });
  const hash = createKeyedHash(keys);
  const world = readWorld();
  const { kinds, shapes } = readPaperKinds(world);

  const regions = createRegions({ database: db });
  const organisations = createOrganisations({ database: db, clock });
  const audit = createAudit({ db, clock, random });
  const envelope = createEnvelope(keys, random);
  const people = createPeople({
    ...{ database: db, clock, random, registers: chosenRegisters(db, envelope, config.demo) },
    ...(config.demo ? { province: DEMO_PROVINCE } : {}),
  });
  const passwords = createPasswordHash(keys);
  const accounts = createAccounts({
    ...{ db, keys, passwords, clock, random, written, proofByRegister: config.demo, todayIn: organisations.todayIn },
    leaked: readLeaked(readFileSync(join(ROOT, 'reference/passwords/leaked.txt'), 'utf8')),
    identity: identityOf(people),
  });
  const catalogue = createCatalogue({ db, clock });

  const files = config.s3
    ? createS3Files({ settings: config.s3, keys, random, clock })
    : createLocalFiles({ dir: join(config.dataDir, 'files'), keys, random });
  const typesetter = createTypesetter({ documentsDir: join(ROOT, 'documents'), worker: o.pdfWorker });
  // Whoever signs reads that a paper could not be made, the operator reads why.
  const render = (kind: string, data: Json): Promise<Uint8Array> =>
    typesetter.render(kind, data).catch((error: unknown) => {
      if (!(error instanceof NotTypeset)) throw error;
      o.onError(error, 'typesetter');
      throw new Refusal('documents/not-typeset', 409, { kind });
    });
  const ca = { dir: join(config.keysDir, 'ca'), clock, passphrase: config.signPassphrase };
  const authority = config.demo ? await createDemoAuthority(ca) : await findAuthority(ca);
  const documents = createDocuments({
    ...{ db, step, files, keys, kinds, clock, random, publicUrl: config.publicUrl, demo: config.demo },
    ...{
      render,
      signer: authority?.signer ?? nobodySigns,
      roots: [...(authority ? [authority.root] : []), ...trustedRoots(config.keysDir)],
    },
  });

  const messages = openMessages({ sms: o.messages.sms, whatsapp: o.messages.whatsapp });
  const notices = createNotices(
    {
      ...{ db, envelope, clock, random, written, messages, publicUrl: config.publicUrl },
      ...{ mail: o.messages.mail && openMail(o.messages.mail) },
      phoneOf: async (person) => (await queue.phoneOfHolder(person)) ?? accounts.phoneOf(person),
    },
    {
      ...{ ofCase: (region, id) => `/urusan/${region}/${id}`, ofAccount: '/akun' },
      ofRequest: (region, id) => `/persetujuan/${region}/${id}`,
      stillAsked: (asked) => cases.stillAsked(asked),
      ofPaper: (region, id) => `/surat/${region}/${id}`,
    },
  );
  const patients = createPatients({ db, keys, clock, random });
  const queue = createQueue({
    ...{ db, step, clock, random, written, patients, people, notices, organisations },
    proof: { render: typesetter.render, publicUrl: config.publicUrl, demo: config.demo },
    ...{ phoneOf: accounts.phoneOf, mandated: accounts.mandated, envelope },
    mark: (text) => hash.of('poster', text).toString('base64url').slice(0, 16),
  });

  const digest = (text: string): Uint8Array => Buffer.from(hash.of('digest', text));
  const signer = namesSigner(accounts, world);
  const cases = createCases({
    ...{ db, step, clock, random, catalogue, digest, replies: readReplies() },
    appointments: queue.appointments,
    receipts: { keys, render, publicUrl: config.publicUrl, demo: config.demo },
    ...casesPorts(
      { organisations, regions, people, documents, signer, certify: authority?.certify },
      world,
      shapes,
      clock,
    ),
  });

  const bpjs = createBpjs({
    ...{ db, clock, random, hash, envelope, audit, queue, patients, people, organisations, fetch },
    rules: readBpjsRules(),
  });
  const satusehat = createSatusehat({
    ...{ db, relay, clock, random, hash, envelope, audit, queue, patients, organisations, written, fetch },
    rules: readSatusehatRules(),
  });

  const keeping = createKeeping({ db, step, clock, random, organisations, rules: readKeepingRules() });

  const seals = { relay, keys, clock, copies: join(config.dataDir, 'segel') };
  const jobs = createJobs({
    url: o.databaseUrl,
    subscribers: [
      ...cases.subscribers(relay, files.remove),
      ...queue.subscribers(relay),
      ...bpjs.subscribers(relay),
      ...satusehat.subscribers(relay),
      ...documentFollowers(relay),
      ...accounts.subscribers(messages),
      ...notices.subscribers,
    ],
    regular: [
      { name: 'audit.seal', cron: '*/5 * * * *', run: async () => void (await sealAll(seals)) },
      ...accounts.regular(relay),
      ...cases.regular(relay),
      ...queue.regular(relay),
      ...bpjs.regular(relay),
      ...satusehat.regular(relay),
      ...keeping.regular(relay),
      ...notices.regular(relay),
    ],
    onError: o.onError,
  });
  nudge = jobs.nudge;

  return {
    ...{
      db,
      relay,
      regions,
      organisations,
      audit,
      people,
      accounts,
      catalogue,
      documents,
      notices,
      cases,
      queue,
      patients,
      bpjs,
      satusehat,
      keeping,
      jobs,
      files,
    },
    arrive: createArrivals({ db, accounts, people, cases }),
    ambulance: readAmbulance(),
    ...{ world, kinds, signer, authority, config, clock, random, keys, seals, envelope },
    close: async () => {
      await jobs.stop();
      await typesetter.close();
      await Promise.all([db.close(), relay.close()]);
    },
  };
}

/** Until there is an authority: a step that signs is refused, and says why. */
const nobodySigns: Signer = {
  certificates: async () => {
    throw new Refusal('signing/no-certificate', 409);
  },
  sign: async () => {
    throw new Refusal('signing/no-certificate', 409);
  },
};

/** What the room of accounts may ask of the register. */
function identityOf(people: People) {
  const known = (person: Person | undefined): KnownPerson | undefined =>
    person && {
      person: person.id,
      region: person.region,
      name: person.name,
      birthDate: person.birthDate,
      phone: person.phone,
    };
  return {
    matches: async (nik: string, facts: { kk: string; birthDate: string }) => {
      const person = await people.find(nik);
      const same = person?.status === 'alive' && person.kk === facts.kk && person.birthDate === facts.birthDate;
      return same ? known(person) : undefined;
    },
    byNik: async (nik: string) => {
      const person = await people.find(nik);
      return person?.status === 'alive' ? known(person) : undefined;
    },
    byId: async (region: string, id: string) => known(await people.findById(region, id)),
  };
}
