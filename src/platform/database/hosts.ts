const PARTS = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/s;
const MOST = 8;

/**
 * One address for each server that `url` names, in its order.
 * @example hostsOf('postgres://u@h1:5432,h2:5433/db') // ['postgres://u@h1:5432/db', 'postgres://u@h2:5433/db']
 */
export function hostsOf(url: string): readonly string[] {
  const [, before = '', hosts = '', after = ''] = PARTS.exec(url) ?? [];
  if (hosts === '') return [url];
  return hosts.split(',').map((host) => `${before}${host}${after}`);
}

/** An address of PostgreSQL, of one server or of up to eight that are copies of each other. */
export function isPostgresUrl(text: string): boolean {
  const urls = hostsOf(text);
  return (
    PARTS.test(text) &&
    urls.length <= MOST &&
    urls.every((url) => URL.canParse(url) && (urls.length === 1 || new URL(url).hostname !== ''))
  );
}

/** The login's name, the same for every server of `url`. */
export const loginOf = (url: string): string => decodeURIComponent(new URL(hostsOf(url)[0] ?? url).username);
