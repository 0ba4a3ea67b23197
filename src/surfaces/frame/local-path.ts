/** A path of this site, whatever somebody wrote into the field. @example localPath('//evil.example') // '/' */
export const localPath = (value: unknown, otherwise = '/'): string =>
  typeof value === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(value) ? value : otherwise;
