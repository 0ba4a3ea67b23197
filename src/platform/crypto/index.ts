export { createEnvelope, type Envelope } from './envelope.ts';
export { hmac } from './hmac.ts';
export { createKeyedHash, type HashKind, type KeyedHash, sameBytes, secretMac, tokenHash } from './keyed-hash.ts';
export { type Key, type Keys, keysInMemory, openKeys, PURPOSES, type Purpose, requireKeys, rotateKey } from './keys.ts';
export { KeysTrouble } from './keys-trouble.ts';
export { createPasswordHash, type PasswordHash, type PasswordHashOptions } from './password-hash.ts';
export { createRandom } from './pooled-random.ts';
