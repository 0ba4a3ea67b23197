import { type DestinationStream, destination, type LoggerOptions } from 'pino';

/** Names of fields that never reach a log, at whatever depth they stand. */
const SECRET_NAMES = new Set(
  'nik kk nokk nomorkk nomorkartu kartu card phone telepon hp pin newpin code kode totp token ticket challenge password passphrase sandi secret cookie authorization birthdate'.split(
    ' ',
  ),
);

const REMOVED = '[dihapus]';
// A NIK or KK number in running text (SQL detail, an address, a stack), also in groups of four; and Indonesian mobile numbers.
const SIXTEEN_DIGITS = /(?<!\d)\d{16}(?!\d)|(?<![\d.-])\d{4}([ .])\d{4}\1\d{4}\1\d{4}(?![\d-])/g;
// A card of the national health insurance begins with zeros, as no moment in milliseconds does.
const CARD = /(?<!\d)0\d{12}(?!\d)/g;
const MOBILE = /(?<![\w.-])(?:\+62|62|0)8\d{7,11}(?![\w-])/g;

/** @example scrub('NIK 9976010101010001 tidak ada') // 'NIK [16 angka] tidak ada' */
export const scrub = (text: string): string =>
  text.replace(SIXTEEN_DIGITS, '[16 angka]').replace(MOBILE, '[nomor HP]').replace(CARD, '[nomor kartu]');

/** A copy without the values of secret fields; a cycle or more than eight levels are cut off. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth > 8) return '[…]';
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      isSecret(name) && item != null ? REMOVED : redact(item, depth + 1),
    ]),
  );
}

const isSecret = (name: string): boolean => SECRET_NAMES.has(name.toLowerCase().replace(/[^a-z]/g, ''));

function redactError(error: Error, depth: number): unknown {
  const code = 'code' in error ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) };
  return { type: error.name, message: scrub(error.message), stack: scrub(error.stack ?? ''), ...code, ...cause };
}

/** The only way this program logs: fields redacted by name, every line scrubbed once more as it leaves. */
export const logOptions = (level: string): LoggerOptions => ({
  level,
  base: null,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: {
    level: (label) => ({ level: label }),
    log: (fields) => redact(fields) as Record<string, unknown>,
  },
  hooks: {
    // `%s` arguments would otherwise enter the message unseen.
    logMethod(args, method) {
      const [first, ...rest] = args;
      const safe = rest.map((arg) => redact(arg));
      return Reflect.apply(method, this, [typeof first === 'string' ? scrub(first) : first, ...safe]);
    },
  },
});

/** Where the lines go: standard output unless told otherwise. */
export function logDestination(to: DestinationStream = destination({ fd: 1, sync: false })): DestinationStream {
  return { write: (line) => to.write(scrub(line)) };
}
