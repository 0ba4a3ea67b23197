/** A name for looking up: small letters, no marks, single spaces. */
export const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

const KINDS = /^(?:kabupaten|kab|kota|provinsi|prov|propinsi|kecamatan|kec|distrik|kelurahan|kel|desa) (?=\S)/;

/** Without the word for the kind of region, which people write in many ways. */
export const withoutKind = (bareName: string): string => bareName.replace(KINDS, '');
