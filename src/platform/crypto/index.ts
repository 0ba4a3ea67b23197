export { createEnvelope, type Envelope } from './envelope.ts';
export { createKeyedHash, type KeyedHash, sameBytes, secretMac, tokenHash } from './keyed-hash.ts';
export { type Key, type Keys, keysInMemory, openKeys, PURPOSES, rotateKey } from './keys.ts';
export { createPasswordHash, type PasswordHash } from './password-hash.ts';
