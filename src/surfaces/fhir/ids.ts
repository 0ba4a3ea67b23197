import { isUuid } from '../../kernel/ids.ts';

// Ids of FHIR hold letters, digits, dots and hyphens: a record's begins with its region, as everywhere.

export type Ref = { readonly region: string; readonly id: string };

/** @example idOf({ region: '32.76', id: '0193…' }) // '32.76-0193…' */
export const idOf = ({ region, id }: Ref): string => `${region}-${id}`;

export function refOf(id: string): Ref | undefined {
  const [, region, uuid] = /^(\d{2}\.\d{2})-(.{36})$/.exec(id) ?? [];
  return region !== undefined && uuid !== undefined && isUuid(uuid) ? { region, id: uuid } : undefined;
}

/** @example placeId('32.76/pkm-beji') // '32.76-pkm-beji' */
export const placeId = (office: string): string => office.replace('/', '-');

export function officeOf(id: string): string | undefined {
  const [, region, code] = /^(\d{2}\.\d{2})-([a-z0-9-]{1,58})$/.exec(id) ?? [];
  return region === undefined ? undefined : `${region}/${code}`;
}

/** The id behind a reference to this kind, whole or bare. @example idIn('Location', 'Location/32.76') // '32.76' */
export const idIn = (type: string, reference: string): string => {
  const at = reference.lastIndexOf(`${type}/`);
  return at === -1 ? reference : reference.slice(at + type.length + 1);
};
