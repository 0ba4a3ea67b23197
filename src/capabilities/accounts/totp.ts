import { generateSecret, generateSync, generateURI, verifySync } from 'otplib';

/** Phones run up to half a minute before or behind. */
const TOLERANCE = 30;

export const newSecret = (): string => generateSecret({ length: 20 });

/** The half minute whose code this is, or undefined. Who calls must see that it is later than the last one used. */
export function totpStep(secret: string, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const epoch = Math.floor(now.getTime() / 1000);
  const answer = verifySync({ secret, token: code, epoch, epochTolerance: TOLERANCE });
  return answer.valid && 'timeStep' in answer ? answer.timeStep : undefined;
}

/** What an authenticator shows now: for the demo and tests. */
export const totpNow = (secret: string, now: Date): string =>
  generateSync({ secret, epoch: Math.floor(now.getTime() / 1000) });

/** For the QR of the enrolment page. */
export const totpUri = (secret: string, username: string): string =>
  generateURI({ issuer: 'SatuLoket', label: username, secret });
