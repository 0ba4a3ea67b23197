import { z } from 'zod';

/**
 * An object that takes exactly these keys. The refusal of an unknown key names those it might have meant.
 */
function shape<S extends z.core.$ZodLooseShape>(fields: S) {
  const allowed = Object.keys(fields).join(', ');
  return z.strictObject(fields, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `Kunci ${issue.keys.map((key) => `"${key}"`).join(', ')} tidak dikenal. Yang boleh di sini: ${allowed}.`
        : issue.code === 'invalid_type'
          ? `Di sini harus ada isian berkunci (${allowed}).`
          : undefined,
  });
}

const words = (about: string) =>
  z
    .union([z.string().min(1), z.object({ id: z.string().min(1).describe('Indonesian.') }).catchall(z.string())], {
      error: 'Tulis kalimat, atau kalimat per bahasa: { id: …, en: … }.',
    })
    .describe(`${about} Indonesian text, or one text per language: { id: …, en: … }.`);
const feel = (about: string) =>
  z
    .string({ error: 'Tulis ekspresi FEEL sebagai teks; beri tanda kutip bila berisi koma atau titik dua.' })
    .describe(`${about} A FEEL expression.`);
const bound = (about: string) =>
  z.union([z.number(), z.string()]).describe(`${about} A number, or a FEEL expression that may read other answers.`);
const names = (about: string) => z.union([z.string(), z.array(z.string())]).describe(`${about} One or a list.`);
const list = (about: string) => z.array(z.string()).describe(about);
const secrecy = z
  .enum(['usual', 'health', 'child', 'protected'])
  .describe('Who may see it, what notices say, how long it is kept.');

const questionFields = {
  id: z.string().describe('The name by which expressions read the answer, e.g. child.birthDate.'),
  type: z
    .string()
    .describe(
      'personName, nik, kk, phone, date, time, address, place, office(kind), appointment(service), code(table), code(table, only: [a, b]), code(table, except: [a]), choice, choices, text, longText, number, money, familyMember, familyMembers, family, person, consent, declaration, group.',
    ),
  label: words('The question as the citizen reads it.').optional(),
  hint: words('A short help below the question.').optional(),
  options: z
    .record(z.string(), words('The text of this choice.'))
    .describe('For choice and choices: code: text.')
    .optional(),
  when: feel('Asked only if this is true.').optional(),
  optional: z.boolean().describe('May stay empty.').optional(),
  min: bound('Least value, earliest date, or fewest rows.').optional(),
  max: bound('Greatest value, latest date, longest text, or most rows.').optional(),
  of: names('Out of whom: names of people (family), or a list of people (familyMember).').optional(),
  where: feel('Who may be chosen; reads `it`.').optional(),
  from: z
    .array(z.enum(['family', 'typed']))
    .describe('Where the person comes from: the own family, or typed.')
    .optional(),
  within: feel('The region code within which the office lies.').optional(),
  at: feel(
    'For an appointment: the office, an office question or office("kind", region); the office of the service if absent.',
  ).optional(),
  over: feel('For a group: the list with one row per item, named `item`.').optional(),
  secrecy: secrecy.optional(),
};
const rowQuestion = shape(questionFields);
const question = shape({
  ...questionFields,
  questions: z.array(rowQuestion).describe('For a group: the questions of each row.').optional(),
});
const file = shape({
  id: questionFields.id,
  label: words('What is to be uploaded.'),
  hint: questionFields.hint,
  when: questionFields.when,
  optional: questionFields.optional,
  secrecy: questionFields.secrecy,
});
const page = shape({
  include: z.string().describe('A block whose pages stand here, e.g. nasional/blok/saksi@1.').optional(),
  page: z.string().describe('The id of the page.').optional(),
  title: words('The heading of the page.').optional(),
  when: feel('The page is shown only if this is true.').optional(),
  together: z.boolean().describe('All questions on one screen.').optional(),
  questions: z.array(question).describe('The questions in their order.').optional(),
  files: z.array(file).describe('The files to upload; they share one screen.').optional(),
});

const paper = shape({
  document: z.string().describe('The kind of document.'),
  of: z.string().describe('The name of the person or family it shows; an effect may have made it.').optional(),
  for: z.enum(['citizen', 'office']).describe('Who gets it; citizen if absent.').optional(),
  series: feel('The series of its number, e.g. LU or LT.').optional(),
  numberOf: z.string().describe('The document whose number it bears.').optional(),
  number: z
    .string()
    .describe('The pattern of its number: {serial:3}, {office.code}, {month:roman}, {year}.')
    .optional(),
  resets: z.enum(['year', 'month', 'never']).describe('When the serial begins again.').optional(),
  supersedes: z.literal('previous').describe('It makes the former one of its kind inactive.').optional(),
  valid: z.string().describe('How long it is valid, e.g. P1M.').optional(),
  forEach: feel('One paper per item of this list, named `item`.').optional(),
  when: feel('It is made only if this is true.').optional(),
});
const papers = z.array(paper).describe('Papers that are made; they show the register as it will be after the effects.');
const effects = list('Effects on the register: register.birth(child, …), newFamily = register.splitFamily(…).');
const reasons = list('Codes of the reasons to choose from.');
const branch = shape({
  when: feel('Guard; the last way has none.').optional(),
  to: names('A step, an outcome, warga (the citizen, for repair) or kembali (whence it came).'),
  label: words('The text of the button.').optional(),
  reasons: reasons.optional(),
  opens: z.record(z.string(), z.array(z.string())).describe('Reason code: questions that it opens again.').optional(),
  effects: effects.optional(),
  papers: papers.optional(),
  notify: words('A sentence to the citizen; {names} are filled in.').optional(),
  expire: shape({
    after: z.string().describe('E.g. P30D.'),
    to: z.string().describe('The outcome when the repair does not come.'),
  })
    .describe('How long the citizen may take for a repair.')
    .optional(),
});
const timer = shape({
  after: z.string().describe('Time since the step opened, e.g. P30D.').optional(),
  event: z.string().describe('The event that is waited for.').optional(),
  to: names('Where it goes then.').optional(),
  notify: words('A sentence to the citizen.').optional(),
});
const actions = z.record(
  z.string(),
  z.union([branch, z.array(branch)], { error: 'Tulis { to: … }, atau daftar cara: [{ when: …, to: … }, { to: … }].' }),
);
const step = shape({
  title: words('Its name; taken from the table of steps if absent.').optional(),
  do: z
    .enum(['decide', 'meet', 'visit', 'sign', 'record', 'pay', 'print', 'handover', 'wait'])
    .describe('decide if absent.')
    .optional(),
  by: names('The roles that may act.'),
  not: names('Four eyes: who acted in these steps may not act here.').optional(),
  at: feel('Another office: an office question, or office("kind", region).').optional(),
  within: z.string().describe('Its clock: 2 jam kerja, 1 hari kerja.').optional(),
  adds: z.literal('time').describe('Its time is added to the promise.').optional(),
  bring: words('What the citizen brings who comes for this step.').optional(),
  ask: z.array(question).describe('What the officer answers here.').optional(),
  actions: actions.describe('What the officer may do; the first completes papers and effects.'),
  papers: papers.optional(),
  effects: effects.optional(),
  on: z.array(timer).describe('What happens while it waits.').optional(),
  join: list('Opens only when these steps are closed.').optional(),
});
const steps = z.object({ include: names('Blocks whose steps are added.').optional() }).catchall(step);
const outcome = shape({
  kind: z
    .enum(['done', 'rejected', 'expired', 'withdrawn'])
    .describe('By its name if absent: ditolak, kedaluwarsa, dicabut; else done.')
    .optional(),
  say: words('What the citizen reads.').optional(),
  open: list('Steps that stay to be done after it.').optional(),
  paper: z.string().describe('The letter that goes with it.').optional(),
});
const compute = shape({
  type: z.string().describe('boolean, number, money, text, date, time, duration, choice, person, family, list(…).'),
  is: feel('Its value.'),
  default: z.union([z.string(), z.number(), z.boolean()]).describe('The value instead of null.').optional(),
  options: questionFields.options,
});
const require = shape({
  that: feel('What must be true.'),
  at: z.string().describe('The question at which the refusal stands.'),
  say: words('What is wrong and what to do.'),
  reason: z.string().describe('The code of the reason.').optional(),
  go: z.string().describe('The service or page that helps instead.').optional(),
});
const allow = shape({ that: require.shape.that, say: require.shape.say, go: require.shape.go });
const check = shape({
  when: feel('It is shown to the office if this is true.'),
  level: z.enum(['info', 'warn']).describe('How loud.'),
  say: words('What the office reads.'),
});

/** What a nation may leave to regions. */
export const localKeys = ['workingDays', 'legalBasis', 'summary', 'words', 'start', 'ask'] as const;

const shared = {
  ask: z.array(page).describe('The pages of the form, in order.').optional(),
  compute: z.record(z.string(), compute).describe('Values that follow from answers.').optional(),
  require: z
    .array(require)
    .describe('Rules over several answers; they stop the citizen, with words, at a question.')
    .optional(),
  checks: z.array(check).describe('Hints for the office; they never reject by themselves.').optional(),
  reasons: z
    .record(z.string(), words('The reason.'))
    .describe('Reasons of its own, beside the national table.')
    .optional(),
};

/** One public service: the file that its authors write. */
export const serviceShape = shape({
  id: z.string().describe("Its folder's name."),
  title: words('Its name.'),
  summary: words('One or two sentences for the catalogue.'),
  owner: z
    .string({ error: 'Tulis nasional, atau kode wilayah dalam tanda kutip: "32.76".' })
    .describe('nasional, or a Kemendagri code in quotes.'),
  sector: z
    .string()
    .describe('Code in the reference architecture of public services, of reference/codes/sectors.yaml: RAL.01.23.'),
  office: feel('The office that decides: office("dukcapil", home.region).'),
  start: z.array(z.enum(['warga', 'petugas', 'jadwal', 'kasus'])).describe('Who opens a case.'),
  subject: z.array(z.enum(['self', 'child', 'mandate', 'unborn', 'organisation'])).describe('Whom it is about.'),
  lifeEvents: list('Life events under which it is found.'),
  words: list('Everyday words by which people look for it.'),
  standard: shape({
    legalBasis: list('Laws and rules.'),
    workingDays: z.number().describe('The promise, in working days.'),
    fee: z.number().describe('Whole rupiah; 0 for free.'),
    product: words('What comes out.'),
    complaint: z.literal('lapor').describe('Complaints go to SP4N-LAPOR!'),
  }).describe('What the service standard promises and nothing else in the file says.'),
  secrecy: secrecy.optional(),
  allow: z
    .union([allow, z.array(allow)])
    .describe('Who may begin at all.')
    .optional(),
  unique: shape({
    key: list('Expressions that make a case the same.'),
    while: z
      .enum(['open', 'ever'])
      .describe('open: no other open case; ever: none at all that was not rejected or ended.')
      .optional(),
    within: z.string().describe('None decided within this time, e.g. P1M.').optional(),
  })
    .describe('What may not be applied for twice.')
    .optional(),
  locks: list('What no other case may change meanwhile, e.g. family.kk.').optional(),
  local: z
    .array(z.enum(localKeys))
    .describe('What a region that adopts this service may set: a shorter time, words, optional questions …')
    .optional(),
  again: shape({ keep: list('Answers with which the next case begins.') })
    .describe('How a next case, of a twin, begins.')
    .optional(),
  ...shared,
  parties: z
    .array(
      shape({
        id: z.string().describe('Its name.'),
        who: feel('The people.'),
        must: z.enum(['agree', 'sign']).describe('What they must do.'),
        before: z.string().describe('submit, or a step.'),
        say: words('What they say yes to, as they read it.'),
        remind: z.string().describe('They are asked once more after this time, e.g. P3D.').optional(),
        within: z
          .string()
          .describe('They can answer within this time, e.g. P14D; then the applicant may ask again.')
          .optional(),
      }),
    )
    .describe('People other than the applicant who must take part.')
    .optional(),
  begin: z.string().describe('The step that opens at submit; the first one written here if absent.').optional(),
  steps: steps.describe("The office's work, step by step."),
  outcomes: z.record(z.string(), outcome).describe('How a case may end.'),
  keep: shape({
    drafts: z.string().describe('E.g. 90 hari.'),
    done: z.string().describe('E.g. 5 tahun, or permanen.'),
  }).describe('How long drafts and decided cases are kept.'),
  rate: z.boolean().describe('Ask the citizen how it was.').optional(),
});

/** A region's adoption of a national service: only what that service lists under `local`. */
export const overlayShape = shape({
  extends: z.string().describe('The national service and its published version, e.g. nasional/akta-kelahiran@1.'),
  owner: z
    .string({ error: 'Tulis kode wilayah dalam tanda kutip: "32.76".' })
    .describe("The region's Kemendagri code in quotes."),
  workingDays: z.number().describe('A shorter promise, in working days.').optional(),
  legalBasis: list("The region's own rules, beside the national ones.").optional(),
  summary: words('Its own one or two sentences for the catalogue.').optional(),
  words: list('More everyday words by which people here look for it.').optional(),
  start: z
    .array(z.enum(['warga', 'petugas', 'jadwal', 'kasus']))
    .describe('Who opens a case here.')
    .optional(),
  ask: z.array(page).describe('More pages, with questions that may stay empty.').optional(),
});

/** Pages and steps that several services share. */
export const blockShape = shape({
  block: z.string().describe("Its folder's name."),
  version: z.number().describe('Services name it as block@version.'),
  ...shared,
  everywhere: shape({
    actions: actions.describe('Actions that every other step of an officer gets.'),
  })
    .describe('What it adds to the services that include it.')
    .optional(),
  steps: z.record(z.string(), step).describe('Steps that it brings.').optional(),
});

export type RawService = z.infer<typeof serviceShape>;
export type RawOverlay = z.infer<typeof overlayShape>;
export type RawBlock = z.infer<typeof blockShape>;
export type RawPage = z.infer<typeof page>;
export type RawQuestion = z.infer<typeof question>;
export type RawFile = z.infer<typeof file>;
export type RawStep = z.infer<typeof step>;
export type RawBranch = z.infer<typeof branch>;
export type RawPaper = z.infer<typeof paper>;
export type RawText = z.infer<ReturnType<typeof words>>;
