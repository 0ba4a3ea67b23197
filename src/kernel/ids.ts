export type Clock = () => Date;
/** Returns n random bytes fit for secrets. */
export type Random = (n: number) => Uint8Array;

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

/**
 * A UUIDv7 (RFC 9562): 48 bits of milliseconds, then chance, so that ids made later sort later.
 * @example uuidv7(() => new Date(0), (n) => new Uint8Array(n)) // '00000000-0000-7000-8000-000000000000'
 */
export function uuidv7(clock: Clock, random: Random): string {
  const bytes = random(16);
  let millis = clock().getTime();
  for (let i = 5; i >= 0; i--) {
    bytes[i] = millis % 256;
    millis = Math.floor(millis / 256);
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = Array.from(bytes, hex).join('');
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isUuid = (text: string): boolean => UUID.test(text);
