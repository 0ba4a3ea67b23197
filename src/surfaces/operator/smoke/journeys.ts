import { randomBytes } from 'node:crypto';
import { OperatorTrouble } from '../command.ts';
import type { DemoMember } from '../workshop.ts';
import type { Client, Json } from './client.ts';
import type { People } from './people.ts';

/** A journey to walk: what somebody types to find it, who may ask, what is answered. */
export type Journey = {
  readonly owner: string;
  readonly service: string;
  readonly words: string;
  readonly who: (people: People) => readonly DemoMember[];
  readonly answers: (client: Client, people: People, citizen: DemoMember) => Promise<Json>;
};

const DAY = 86_400_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY).toISOString().slice(0, 10);
const grown = ({ birthDate }: DemoMember): boolean => birthDate < daysAgo(18 * 366);
const inDepok = ({ nik }: DemoMember): boolean => nik.startsWith('9976');

/** Letters only, as a name must be, and never the same twice. @example freshWord() // 'Rimosadukewa' */
function freshWord(): string {
  const word = [...randomBytes(6)].map((byte) => `${'bdgjklmnprstw'[byte % 13]}${'aeiou'[byte % 5]}`).join('');
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

async function placeOf(client: Client, name: string): Promise<string> {
  const { body } = await client.call('GET', `/regions?level=2&q=${encodeURIComponent(name)}`);
  const [found] = body.regions as readonly { code: string }[];
  if (!found) throw new OperatorTrouble(`wilayah ${name} tidak ditemukan`, `no region ${name} was found`);
  return found.code;
}

/** A kelurahan whose counter somebody of the demo serves. */
async function counterIn(client: Client, people: People, region: string) {
  const { body } = await client.call('GET', `/offices?kind=kelurahan&region=${region}`);
  const offices = body.offices as readonly { office: string; region: string; code: string }[];
  const found = offices.find(({ office }) => people.hasOfficer(office, 'petugasLoket'));
  if (!found)
    throw new OperatorTrouble(`tidak ada kelurahan peragaan di ${region}`, `no kelurahan of the demo in ${region}`);
  return { kind: 'kelurahan', region: found.region, code: found.code };
}

const birth: Journey = {
  ...{ owner: 'nasional', service: 'akta-kelahiran', words: 'anak saya baru lahir' },
  // A mother whose husband is of the demo too; whose family card nobody else is just changing.
  who: ({ cast }) => cast.filter((one) => one.sex === 'female' && one.spouse !== null && grown(one) && inDepok(one)),
  answers: async (client, people, mother) => {
    const region = await placeOf(client, 'Kota Depok');
    const father = people.member(mother.spouse ?? '');
    const [one, other] = people.cast.filter(
      (each) => each !== mother && each !== father && grown(each) && inDepok(each),
    );
    return {
      ...{ reporterRelation: 'parent', origin: 'parents', 'child.name': `Anak ${freshWord()}`, 'child.sex': 'female' },
      ...{ 'child.birthDate': daysAgo(9), 'child.birthTime': '04:15', 'child.placeKind': 'hospital' },
      ...{
        'child.birthPlace': { code: region },
        'child.birthKind': 'single',
        'child.order': 2,
        'child.helper': 'midwife',
      },
      ...{
        'child.weight': 3100,
        mother: { nik: mother.nik },
        father: { nik: father?.nik },
        marriageProof: 'bukuNikah',
      },
      ...{ home: { of: 'mother' }, relationship: 'child', pickup: await counterIn(client, people, region) },
      ...{ witness1: { nik: one?.nik }, witness2: { nik: other?.nik } },
    };
  },
};

const poverty: Journey = {
  ...{ owner: '32.76', service: 'sktm', words: 'surat tdak mampu' },
  who: ({ cast }) => cast.filter((one) => grown(one) && inDepok(one)),
  answers: async () => ({
    ...{ purpose: 'school', institution: `SD ${freshWord()}`, income: 1_500_000, dependants: 3, poor: true },
  }),
};

export const JOURNEYS: readonly Journey[] = [birth, poverty];
