import { type Both, type Command, OperatorTrouble } from '../command.ts';
import { type Found, lookAt } from './look.ts';

const WORDS: Readonly<Record<Found, Both>> = {
  certificate: {
    id: 'sertifikatnya tidak dipercaya atau bukan untuk nama ini',
    en: 'its certificate is not trusted, or not for this name',
  },
  'old-tls': { id: 'TLS 1.0 atau 1.1 masih diterima; matikan', en: 'TLS 1.0 or 1.1 is still spoken; switch it off' },
  'no-tls-1.3': { id: 'TLS 1.3 tidak dipakai lebih dulu', en: 'TLS 1.3 does not come first' },
  'no-forward-secrecy': {
    id: 'pertukaran kunci RSA tetap masih diterima; pakai ECDHE saja',
    en: 'static RSA key exchange is still taken; leave ECDHE alone',
  },
  'no-hsts': {
    id: 'jawabannya tidak memuat Strict-Transport-Security; teruskan X-Forwarded-Proto dan isi TRUST_PROXY',
    en: 'its answers bear no Strict-Transport-Security; hand on X-Forwarded-Proto and set TRUST_PROXY',
  },
  plain: {
    id: 'http:// dijawab tanpa mengalihkan ke https://',
    en: 'http:// is answered without a way on to https://',
  },
};

export const checkHttps: Command = {
  name: 'periksa https',
  usage: '',
  summary: {
    id: 'Memeriksa dari luar proksi di depan: TLS, sertifikat, http tanpa enkripsi',
    en: 'Looks at the proxy in front from outside: TLS, certificate, plain http',
  },
  help: {
    id: 'Membuka PUBLIC_URL seperti peramban warga. Jalankan sesudah memasang dan sesudah setiap perubahan proksi. Kode keluar 1 bila ada yang salah.',
    en: 'Opens PUBLIC_URL as a citizen’s browser does. Run it after setting up and after each change of the proxy. Exit code 1 when something is wrong.',
  },
  run: async (_given, { config, terminal }) => {
    const { protocol, hostname, port } = new URL(config.publicUrl);
    if (protocol !== 'https:')
      throw new OperatorTrouble('PUBLIC_URL: tulis alamat https://…', 'PUBLIC_URL: write an address of https://…');
    const found = await lookAt({ host: hostname, port: Number(port || 443), plainPort: 80 }).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new OperatorTrouble(
        `${config.publicUrl} tidak menjawab: ${why}`,
        `${config.publicUrl} does not answer: ${why}`,
      );
    });
    for (const one of found) terminal.out(`${config.publicUrl}: ${WORDS[one].id} / ${WORDS[one].en}`);
    if (found.length === 0) terminal.out(`${config.publicUrl}: baik / well`);
    return found.length === 0 ? 0 : 1;
  },
};
