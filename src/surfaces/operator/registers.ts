import { readFileSync } from 'node:fs';
import { allChoices, chooseRegister, secretPlace } from '../../capabilities/people/index.ts';
import { profiles } from '../../engine/index.ts';
import { type Command, type Given, OperatorTrouble } from './command.ts';

const KINDS: Readonly<Record<string, string>> = {
  own: 'disimpan di sini / kept here',
  match: 'dicocokkan, menjawab sesuai atau tidak sesuai / compared, says match or no match',
  manual: 'petugas melihat dan mencatat sendiri di SIAK / officers look and write in SIAK themselves',
};

export const listRegisters: Command = {
  name: 'register lihat',
  usage: '',
  summary: { id: 'Melihat register penduduk tiap daerah', en: 'Shows the register of people of each region' },
  help: {
    id: 'Daerah yang tidak disebut memakai bawaan: manual; di peragaan own.',
    en: 'A region that is not named has the default: manual; in the demo own.',
  },
  run: async (_, { config, workshop, terminal }) => {
    const choices = await workshop.withRooms(({ asOwner }) => asOwner(allChoices));
    for (const { region, kind, url } of choices)
      terminal.out(`${region}  ${kind.padEnd(6)}  ${url ?? KINDS[kind] ?? ''}`);
    if (choices.length === 0) {
      const kind = config.demo ? 'own' : 'manual';
      terminal.out(`Belum ada yang dipilih; semua daerah / none was chosen yet; all regions: ${kind}, ${KINDS[kind]}`);
    }
    return 0;
  },
};

export const pickRegister: Command = {
  name: 'register pilih',
  usage: 'DAERAH own|match|manual [--alamat URL --pemakai NAMA --sandi FILE]',
  summary: {
    id: 'Memilih register penduduk satu kabupaten atau kota',
    en: 'Chooses the register of people of one regency or city',
  },
  help: {
    id: 'own: register disimpan di sini. match: register nasional hanya menjawab sesuai atau tidak sesuai; perlu --alamat, --pemakai, dan --sandi (berkas yang berisi sandinya). manual: petugas bekerja di SIAK dan membawa nomor serta PDF bertanda tangan. Pelayanan yang berjalan memakainya dalam dua detik. Urusan yang sudah dikirim selesai dengan register saat dikirim; draf selesai dengan pertanyaan saat dimulai.',
    en: 'own: the register is kept here. match: the national register only says match or no match; needs --alamat (URL), --pemakai (user) and --sandi (a file with the password). manual: officers work in SIAK and bring numbers and signed PDFs. A running hub uses it within two seconds. Cases that were sent end under the register they were sent under; drafts keep the questions they began with.',
  },
  options: { alamat: { type: 'string' }, pemakai: { type: 'string' }, sandi: { type: 'string' } },
  run: async (given, { workshop, terminal }) => {
    const [region = '', kind, ...more] = given.files;
    const chosen = profiles.find((one) => one === kind);
    if (!/^\d{2}\.\d{2}$/.test(region) || chosen === undefined || more.length > 0)
      throw new OperatorTrouble(
        'register pilih: tulis kode kabupaten/kota dan own, match, atau manual, misalnya: register pilih 32.76 manual',
        'write the code of a regency or city and own, match or manual, e.g.: register pilih 32.76 manual',
      );
    const match = chosen === 'match' ? matchOf(given) : undefined;
    await workshop.withRooms(async ({ asOwner, regions, envelope, clock }) => {
      const found = await regions.find(region);
      if (!found)
        throw new OperatorTrouble(
          `${region} bukan kabupaten/kota yang berlaku`,
          `${region} is no regency or city in force`,
        );
      const secret = match ? envelope.seal(match.password, secretPlace(region)) : null;
      const { url = null, account = null } = match ?? {};
      await asOwner((owner) =>
        chooseRegister(owner, { region, kind: chosen, url, account, secret, chosenAt: clock() }),
      );
      terminal.out(`${found.name}: ${chosen}, ${KINDS[chosen]}`);
    });
    return 0;
  },
};

function matchOf(given: Given): { readonly url: string; readonly account: string; readonly password: string } {
  const [url, account, file] = [given.text('alamat'), given.text('pemakai'), given.text('sandi')];
  if (!url || !URL.canParse(url) || !/^https?:/.test(url) || !account || !file)
    throw new OperatorTrouble(
      'match perlu --alamat https://…, --pemakai NAMA, dan --sandi FILE',
      'match needs --alamat https://…, --pemakai USER and --sandi FILE',
    );
  const password = textIn(file).trim();
  if (password === '') throw new OperatorTrouble(`Berkas ${file} kosong`, `The file ${file} is empty`);
  return { url, account, password };
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new OperatorTrouble(
      `Berkas ${file} tidak dapat dibaca; periksa nama dan haknya`,
      `The file ${file} can't be read; check its name and rights`,
    );
  }
}
