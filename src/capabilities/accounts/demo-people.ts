import type { Capacity } from './signed.ts';

/** The officers of the demo: every role of the services, at the offices where the people of the tour live. All names are invented. */
export type DemoOfficer = {
  readonly username: string;
  readonly name: string;
  readonly office: string;
  readonly roles: readonly string[];
  readonly capacity?: Capacity;
  /** Years in the ninety-ninth century: nobody's. */
  readonly nip?: string;
  readonly title?: string;
  /** Key of somebody of the cast who is this officer in private life. */
  readonly citizen?: string;
};

const DUKCAPIL: readonly (readonly [prefix: string, roles: readonly string[], depok: string, malra: string])[] = [
  ['loket', ['petugasLoket'], 'Lestari Handayani', 'Yosefina Renyaan'],
  ['verifikator', ['verifikator'], 'Bagus Prakoso', 'Agustinus Rahanra'],
  ['pps', ['pps'], 'Hartono Wibowo', 'Margaretha Ubro'],
  ['kabidcapil', ['kabidCapil'], 'Retno Palupi', 'Yohanis Elmas'],
  ['kabiddafduk', ['kabidDafduk'], 'Iwan Kurniadi', 'Theresia Fofid'],
  ['kadis', ['kepalaDinas'], 'Sulistyo Adi', 'Petrus Renwarin'],
  ['pencetak', ['pencetak'], 'Tono Suherman', 'Lukas Jamlean'],
  ['admin', ['adminKota'], 'Nurul Fadilah', 'Dominggus Ohoiulun'],
  ['auditor', ['auditor'], 'Wira Kusumah', 'Magdalena Notanubun'],
];

const KELURAHAN: readonly (readonly [short: string, office: string, clerk: string, kasi: string, lurah: string])[] = [
  ['pancoranmas', '32.76/kel-pancoran-mas', 'Sari Melati', 'Dedi Mulyana', 'Ahmad Fauzi'],
  ['tugu', '32.76/kel-tugu', 'Wulan Sari', 'Eko Purnomo', 'Siti Aminah'],
  ['limo', '32.76/kel-limo', 'Nia Kurnia', 'Jajang Nurjaman', 'Bambang Sudiro'],
  ['abadijaya', '32.76/kel-abadijaya', 'Tuti Alawiyah', 'Rudi Hartawan', 'Lilis Suryani'],
  ['mekarjaya', '32.76/kel-mekarjaya', 'Fajar Nugroho', 'Ida Farida', 'Mulyadi Saputra'],
  ['kemirimuka', '32.76/kel-kemiri-muka', 'Yuni Astuti', 'Herman Susilo', 'Ratih Kumala'],
  ['kalibaru', '32.76/kel-kalibaru', 'Sari Puspita', 'Dewi Kartika', 'Nana Suryana'],
  ['cilangkap', '32.76/kel-cilangkap', 'Rini Apriani', 'Asep Komarudin', 'Dadang Hermawan'],
  ['bojongsari', '32.76/kel-bojongsari', 'Lina Marliana', 'Ujang Sutardi', 'Endah Pertiwi'],
  ['langgur', '81.02/desa-langgur', 'Anastasia Letsoin', 'Simon Rahail', 'Melkianus Rettob'],
];

/** A number of the right shape for each head, always the same. */
function demoNip(username: string): string {
  const serial = [...username].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 900, 7) + 100;
  return `99760${1 + (serial % 9)}${String(10 + (serial % 19))}20010${1 + (serial % 9)}1${serial}`;
}

/** The head of a kelurahan is a civil servant, that of a desa is elected. @example seatOf('32.76/kel-tugu').title // 'Lurah Tugu' */
function seatOf(office: string): { readonly title: string; readonly nip?: string } {
  const [kind = '', ...words] = (office.split('/')[1] ?? '').split('-');
  const place = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
  return kind === 'kel' ? { title: `Lurah ${place}`, nip: demoNip(office) } : { title: `Kepala Desa ${place}` };
}
/** A counter and a room at the Puskesmas of the tour, one of them in WIT. */
const PUSKESMAS: readonly (readonly [short: string, office: string, clerk: string, nurse: string, head: string])[] = [
  ['beji', '32.76/pkm-beji', 'Ratna Komala', 'Dian Permata', 'dr. Hendra Gunawan'],
  ['keikecil', '81.02/pkm-kei-kecil', 'Maria Ohoiwutun', 'Yuliana Rahail', 'dr. Stefanus Refra'],
  ['margonda', '32.76/pratama-margonda', 'Intan Puspita', 'Laras Anggraini', 'dr. Wisnu Aji'],
];

const atDukcapil = (region: string, city: string, column: 2 | 3): DemoOfficer[] =>
  DUKCAPIL.map((row) => ({
    username: `${row[0]}.${city}`,
    name: row[column],
    office: `${region}/dukcapil`,
    roles: row[1],
    nip: demoNip(`${row[0]}.${city}`),
  }));

export const DEMO_OFFICERS: readonly DemoOfficer[] = [
  ...atDukcapil('32.76', 'depok', 2),
  {
    username: 'debora.depok',
    name: 'Debora Simanjuntak',
    office: '32.76/dukcapil',
    roles: ['verifikator'],
    citizen: 'fitri',
  },
  // The seat of the head is empty there: an acting one signs.
  ...atDukcapil('81.02', 'malra', 3).map(
    (one): DemoOfficer => (one.roles.includes('kepalaDinas') ? { ...one, capacity: 'plt' } : one),
  ),
  ...KELURAHAN.flatMap(([short, office, clerk, kasi, lurah]): DemoOfficer[] => [
    { username: `kelurahan.${short}`, name: clerk, office, roles: ['petugasKelurahan', 'petugasLoket'] },
    { username: `kesra.${short}`, name: kasi, office, roles: ['kasiKesra'] },
    { username: `lurah.${short}`, name: lurah, office, roles: ['lurah'], ...seatOf(office) },
  ]),
  ...PUSKESMAS.flatMap(([short, office, clerk, nurse, head]): DemoOfficer[] => [
    { username: `loket.pkm.${short}`, name: clerk, office, roles: ['petugasLoket'] },
    { username: `perawat.${short}`, name: nurse, office, roles: ['perawat'] },
    { username: `kepala.pkm.${short}`, name: head, office, roles: ['kepalaPuskesmas'] },
  ]),
];

/** Left without an account, for whoever wants to bind one: at a counter or by the register. */
export const UNBOUND = ['maya', 'yohana', 'aditya'] as const;
/** Without a phone of one's own: the account is on somebody else's number. */
export const SHARES_PHONE: Readonly<Record<string, string>> = { nuraini: 'mamun' };

export const DEMO_PIN = '246813';
export const DEMO_PASSWORD = 'satu pintu untuk semua';
export const DEMO_TOTP_SECRET = 'DEMOSATULOKETDEMOSATULOKETDEMOSA';
