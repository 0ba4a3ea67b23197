import { type Chance, gamma2, lognormal, normal } from '../../src/capabilities/queue/chance.ts';
import { nextOf, type OrderRule, streakAfter, type Waiting } from '../../src/capabilities/queue/order.ts';
import type { PastEntry, PastSession } from '../../src/capabilities/queue/past.ts';
import type { Range, Scenario } from './scenarios.ts';

// A generated clinic. It knows everything and hands out only its books: what the screens of a real one would have recorded.

export type Clinic = { readonly [K in keyof Scenario]: Scenario[K] extends Range ? number : Scenario[K] };

const WHOLE: readonly string[] = ['doctors', 'group', 'emergencies'];
const WINDOW = 15;
const GRACE = 15;

/** One clinic of a scenario: each of its ranges drawn once. */
export function clinicOf(scenario: Scenario, chance: Chance): Clinic {
  const drawn = Object.entries(scenario).map(([name, value]) => {
    if (typeof value === 'string') return [name, value];
    const [low, high] = value as Range;
    const number = low + (high - low) * chance();
    return [name, WHOLE.includes(name) ? Math.round(number) : number];
  });
  return Object.fromEntries(drawn) as unknown as Clinic;
}

/** Somebody of the day; `length`: how long his visit takes, where that does not hang on the doctor. */
type Somebody = Waiting & { readonly key: string; readonly window: number | null; readonly at: number | null } & {
  readonly length?: number;
};
type Doctor = {
  freeAt: number;
  idle: boolean;
  broke: boolean;
  readonly goneAt: number;
  readonly breakAt: number;
  readonly pace: number;
  /** The visit on his screen, and when somebody clicks its end if nobody is called before. */
  visit: { readonly key: string; readonly clicked: number } | null;
};

/** Early: the window. A little late: the turn is kept. Later: from the arrival on. */
const dueOf = (window: number, at: number): number =>
  at > window + WINDOW + GRACE ? at : Math.max(window, at - GRACE);

function people(clinic: Clinic, chance: Chance): readonly Somebody[] {
  const classOf = (): Waiting['class'] => (chance() < clinic.priority ? 'priority' : 'regular');
  const windows = Math.floor((clinic.sessionMinutes * 0.85) / WINDOW);
  const count = Math.round(clinic.booked * clinic.doctors);
  const booked = Array.from({ length: count }, (_, i): Somebody => {
    const window = Math.floor((i * windows) / count) * WINDOW;
    const comes = chance() >= clinic.noShow;
    const at = Math.max(-60, window - clinic.arrivalEarly + clinic.arrivalSpread * normal(chance));
    const due = comes ? dueOf(window, at) : window;
    return { key: `b${i}`, number: i, class: classOf(), window, at: comes ? at : null, due };
  });
  const walkIns: Somebody[] = [];
  for (let left = clinic.walkIns * clinic.doctors; left > chance(); left -= clinic.group) {
    const came = Math.max(-30, -40 + gamma2(chance, 90));
    for (let i = 0; i < clinic.group && came <= clinic.sessionMinutes - 30; i++) {
      const at = came + i * 0.1;
      const n = walkIns.length;
      walkIns.push({ key: `w${n}`, number: 1000 + n, class: classOf(), window: null, at, due: at });
    }
  }
  const urgent = Array.from({ length: clinic.emergencies }, (_, i): Somebody => {
    const at = chance() * clinic.sessionMinutes * 0.9;
    const length = lognormal(chance, clinic.emergencyMinutes, 0.3);
    return { key: `e${i}`, number: 2000 + i, class: 'emergency', window: null, at, due: at, length };
  });
  return [...booked, ...walkIns, ...urgent];
}

const NEVER = Number.POSITIVE_INFINITY;
type Written = { calledAt: number | null; endedAt: number | null; room: string | null };

/** One day from the first patient to the last, as the books hold it in the evening. */
export function dayOf(clinic: Clinic, rule: OrderRule, chance: Chance): PastSession {
  const everybody = people(clinic, chance);
  const leaves = clinic.doctors > 1 && chance() < clinic.leaves;
  const doctors = Array.from(
    { length: clinic.doctors },
    (_, i): Doctor => ({
      ...{ freeAt: gamma2(chance, clinic.lateMean), idle: false, broke: false, visit: null },
      goneAt: leaves && i === 0 ? clinic.sessionMinutes * (1 / 3 + chance() / 3) : NEVER,
      breakAt: 90 + 30 * chance(),
      pace: lognormal(chance, clinic.visitMean, clinic.doctorSpread),
    }),
  );
  const books = run(clinic, rule, chance, everybody, doctors);
  const rooms = doctors.map((_, i) => `R${i}`);
  const entries = everybody.map(({ key, number, class: of, due, window, at }): PastEntry => {
    const { calledAt = null, endedAt = null, room = null } = books.get(key) ?? {};
    const bookedAt = window === null ? (at ?? 0) : -1440;
    return {
      ...{ key, number, class: of, due, window, bookedAt, arrivedAt: at },
      ...{ firstCalledAt: calledAt, calledAt, endedAt, room },
    };
  });
  return { endsAt: clinic.sessionMinutes, rooms, entries };
}

function run(
  clinic: Clinic,
  rule: OrderRule,
  chance: Chance,
  everybody: readonly Somebody[],
  doctors: readonly Doctor[],
): ReadonlyMap<string, Written> {
  const coming = everybody.filter((one) => one.at !== null).sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const waiting: Somebody[] = [];
  const books = new Map<string, Written>();
  let streak = 0;

  const close = (doctor: Doctor, now: number): void => {
    const written = doctor.visit && books.get(doctor.visit.key);
    if (written) written.endedAt = Math.min(now, doctor.visit?.clicked ?? now);
    doctor.visit = null;
  };
  const call = (doctor: Doctor, now: number): void => {
    const choice = now >= doctor.goneAt ? undefined : nextOf(waiting, streak, rule, now);
    doctor.idle = choice === undefined && now < doctor.goneAt;
    doctor.freeAt = NEVER;
    // Who forgets to click ends the visit with the next call.
    if (choice || now >= doctor.goneAt) close(doctor, now);
    if (!choice) return;
    const { next } = choice;
    waiting.splice(waiting.indexOf(next), 1);
    streak = streakAfter(streak, next.class);
    books.set(next.key, { calledAt: now, endedAt: null, room: `R${doctors.indexOf(doctor)}` });
    const length = next.length ?? lognormal(chance, doctor.pace, clinic.visitSpread);
    const forgotten = chance() < clinic.forgotten ? clinic.forgottenMinutes * (0.5 + chance()) : 0;
    doctor.visit = { key: next.key, clicked: now + length + forgotten };
    doctor.freeAt = now + length;
    if (!doctor.broke && doctor.freeAt >= doctor.breakAt) {
      doctor.broke = true;
      doctor.freeAt += clinic.breakMinutes;
    }
  };

  for (let next = 0; ; ) {
    const doctor = doctors.reduce((a, b) => (b.freeAt < a.freeAt ? b : a));
    const arrival = coming[next];
    if (!arrival && doctor.freeAt === NEVER) break;
    if (!arrival || doctor.freeAt <= (arrival.at ?? 0)) {
      call(doctor, doctor.freeAt);
      continue;
    }
    next++;
    waiting.push(arrival);
    const idle = doctors.find((one) => one.idle);
    if (idle) call(idle, arrival.at ?? 0);
  }
  for (const one of doctors) close(one, NEVER);
  return books;
}
