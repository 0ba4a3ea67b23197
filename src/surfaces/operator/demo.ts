import { demoLogins } from '../../capabilities/accounts/index.ts';
import { sayPhone } from '../../kernel/phone.ts';
import { type Command, OperatorTrouble } from './command.ts';

export const demoAccounts: Command = {
  name: 'demo akun',
  usage: '[--json]',
  summary: { id: 'Menunjukkan akun peragaan dan cara masuk', en: 'Shows the demo’s accounts and how to log in' },
  help: {
    id: 'Hanya bila DEMO menyala. --json mencetak satu objek JSON: citizens, withoutAccount, officers.',
    en: 'Only while DEMO is on. --json prints one JSON object: citizens, withoutAccount, officers.',
  },
  options: { json: { type: 'boolean' } },
  run: async (given, { config, workshop, terminal }) => {
    if (!config.demo) throw new OperatorTrouble('DEMO tidak menyala; tulis DEMO=1', 'DEMO is off; write DEMO=1');
    const logins = demoLogins(workshop.demoCast(), new Date());
    if (given.flag('json')) {
      terminal.out(JSON.stringify(logins, null, 2));
      return 0;
    }
    terminal.out('Warga / citizens: nomor HP, PIN (kode masuk ada di halaman Pesan / the code is on the page Pesan)');
    for (const { name, nik, phone, pin } of logins.citizens)
      terminal.out(row(name, sayPhone(phone), `PIN ${pin}`, `NIK ${nik}`));
    terminal.out('\nBelum punya akun / without account:');
    for (const { name, nik, phone } of logins.withoutAccount)
      terminal.out(row(name, phone === null ? '-' : sayPhone(phone), `NIK ${nik}`));
    terminal.out('\nPetugas / officers: nama pengguna / user name, kantor / office, peran / roles');
    for (const one of logins.officers)
      terminal.out(row(one.name, one.username.padEnd(22), one.office.padEnd(22), one.roles.join(',')));
    const [any] = logins.officers;
    if (any)
      terminal.out(
        `\n  Kata sandi semuanya / password of all: ${any.password}\n  Kode sekarang / code now: ${any.totpNow} (berganti tiap 30 detik, sekali pakai / new every 30 seconds, works once)\n  Rahasia TOTP / TOTP secret: ${any.totpSecret}`,
      );
    return 0;
  },
};

const row = (name: string, ...cells: readonly string[]): string => `  ${name.padEnd(24)}${cells.join('  ')}`;
