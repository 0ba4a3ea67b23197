import type { JSX } from 'preact';
import {
  Actions,
  Button,
  Checkboxes,
  CitizenFrame,
  Columns,
  DateField,
  EmptyState,
  ErrorSummary,
  FileField,
  Form,
  Icon,
  Journey,
  Loket,
  MoneyField,
  Notice,
  type PageContext,
  PageTitle,
  Pagination,
  PersonChoice,
  PlaceSearch,
  ProgressBar,
  QuietButton,
  Radios,
  Search,
  Section,
  Select,
  Specimen,
  Stack,
  Steps,
  Table,
  Tabs,
  Tag,
  Tags,
  TextArea,
  TextField,
  TimeField,
  Toast,
} from '../index.ts';

function Fields({ page }: { readonly page: PageContext }): JSX.Element {
  const lang = page.lang;
  return (
    <Stack gap={6}>
      <TextField
        lang={lang}
        name="nama"
        label="Nama lengkap anak"
        hint="Paling sedikit dua kata, tanpa gelar"
        value="Raka Putra Setiawan"
      />
      <TextField
        lang={lang}
        name="telepon"
        type="tel"
        label="Nomor telepon"
        hint="Untuk mengirim kabar"
        error="Nomor kurang 2 angka. Contoh: 0812-3456-7890"
        value="0812-3456-78"
      />
      <TextArea lang={lang} name="cerita" label="Apa yang terjadi?" optional value="Jatuh di angkot." />
      <Select
        lang={lang}
        name="hubungan"
        label="Hubungan keluarga"
        value="anak"
        options={[
          { value: 'anak', label: 'Anak' },
          { value: 'orang-tua', label: 'Orang tua' },
        ]}
      />
      <MoneyField lang={lang} name="penghasilan" label="Penghasilan sebulan" hint="Kira-kira saja" value="1.200.000" />
      <DateField
        lang={lang}
        name="lahir"
        label="Kapan anak lahir?"
        hint="Contoh: 5 11 2026"
        value={{ day: '14', month: '11', year: '2026' }}
      />
      <TimeField lang={lang} name="pukul" label="Pukul berapa?" hint="Waktu di tempat lahir. Contoh: 04 15" />
    </Stack>
  );
}

function Choices({ page }: { readonly page: PageContext }): JSX.Element {
  const lang = page.lang;
  return (
    <Stack gap={6}>
      <Radios
        lang={lang}
        name="jk"
        label="Jenis kelamin anak"
        value="L"
        options={[
          { value: 'L', label: 'Laki-laki' },
          { value: 'P', label: 'Perempuan' },
        ]}
      />
      <Checkboxes
        lang={lang}
        name="kabar"
        label="Kabari lewat"
        values={['wa']}
        options={[
          { value: 'wa', label: 'WhatsApp', hint: '0812-••••-0990' },
          { value: 'sms', label: 'SMS' },
        ]}
      />
      <PersonChoice
        lang={lang}
        name="ibu"
        label="Siapa ibu Raka?"
        hint="Nama-nama ini dari kartu keluarga Anda."
        people={[
          { value: '1', name: 'Siti Rahmawati', relation: 'Anda sendiri, 33 tahun' },
          { value: '2', name: 'Karsinah', relation: 'Ibu Anda, 67 tahun' },
        ]}
        other={{ value: 'lain', label: 'Bukan salah satu dari mereka' }}
      />
      <PlaceSearch
        lang={lang}
        name="tempat"
        label="Di kelurahan mana?"
        typed="depok"
        suggest="/wilayah/cari"
        chosen="32.76.01.1001"
        results={[
          { code: '32.76.01.1001', name: 'Depok', within: 'Kecamatan Pancoran Mas, Kota Depok' },
          { code: '32.76.01.1006', name: 'Depok Jaya', within: 'Kecamatan Pancoran Mas, Kota Depok' },
        ]}
      />
      <FileField
        lang={lang}
        name="buku-nikah"
        label="Buku nikah"
        hint="Foto halaman nama. JPG, PNG, atau PDF, paling besar 10 MB"
        upload={{ action: '/berkas', question: 'buku-nikah', case: '1' }}
        multiple
        files={[
          {
            name: 'surat-lahir.jpg',
            note: '1,1 dari 2,4 MB',
            percent: 46,
            say: 'Sinyal lemah. Boleh ditinggal, nanti lanjut sendiri.',
          },
          {
            name: 'buku-nikah.jpg',
            note: '1,8 MB, terbaca jelas',
            remove: { name: '_hapus', value: '7' },
          },
        ]}
      />
    </Stack>
  );
}

function Words({ page }: { readonly page: PageContext }): JSX.Element {
  const lang = page.lang;
  return (
    <Stack gap={10}>
      <Section id="tombol" title="Tombol" gap={4}>
        <Actions>
          <Button iconAfter="next">Lanjut</Button>
          <Button look="second">Simpan, lanjut nanti</Button>
        </Actions>
        <Actions>
          <Button look="destroy">Batalkan permohonan</Button>
          <Button disabled>Tunggu sebentar</Button>
        </Actions>
        <div class="inline-actions">
          <QuietButton icon="edit">Tombol berupa tautan</QuietButton>
          <QuietButton icon="cross" bad>
            Hapus foto
          </QuietButton>
        </div>
      </Section>
      <Section id="kabar-judul" title="Pemberitahuan" gap={3}>
        <Notice>Kantor tutup Sabtu, 28 November 2026.</Notice>
        <Notice tone="success">Permohonan terkirim, 10.44 WIB.</Notice>
        <Notice tone="warning">Foto perlu diganti sebelum Jumat, 27 November 2026.</Notice>
        <Notice tone="danger">Permohonan ditolak. Anda boleh mengajukan keberatan.</Notice>
        <Toast
          still
          undo={
            <QuietButton icon="undo" name="urung" value="1">
              Urungkan
            </QuietButton>
          }
        >
          Permohonan dibatalkan.
        </Toast>
      </Section>
      <Section id="label" title="Label keadaan">
        <Tags>
          <Tag>Draf</Tag> <Tag tone="going">Diproses</Tag> <Tag tone="waiting">Menunggu Anda</Tag>{' '}
          <Tag tone="ok">Selesai</Tag> <Tag tone="bad">Ditolak</Tag> <Specimen lang={lang} long={false} />
        </Tags>
      </Section>
      <Section id="loket" title="Di sini, sekarang" gap={4}>
        <Loket>3</Loket>
        <Steps lang={lang} current={3} total={5} name="Ibu dan ayah" />
        <ProgressBar value={8} max={12} label="Memeriksa 12 contoh kasus" />
      </Section>
    </Stack>
  );
}

export function Komponen({ page }: { readonly page: PageContext }): JSX.Element {
  const lang = page.lang;
  return (
    <CitizenFrame page={page} title="Komponen" shape="cloth" gap={10} loginLink={{ href: '/masuk', label: 'Masuk' }}>
      <PageTitle lead="Semua bagian tampilan di satu halaman.">Komponen</PageTitle>
      <Form page={page} action="/contoh" multipart gap={8}>
        <ErrorSummary lang={lang} faults={[{ field: 'telepon', text: 'Nomor telepon: kurang 2 angka' }]} />
        <Columns>
          <Fields page={page} />
          <Choices page={page} />
        </Columns>
        <Columns>
          <Words page={page} />
          <Stack gap={10}>
            <Section id="perjalanan" title="Perjalanan" gap={4}>
              <Journey
                lang={lang}
                steps={[
                  { state: 'done', title: 'Anda mengirim', text: 'Senin, 23 November 2026, 08.12 WIB' },
                  { state: 'stopped', title: 'Ditolak', text: 'Anda boleh mengajukan keberatan.' },
                ]}
              />
            </Section>
            <Section id="tabel" title="Tabel dan tab" gap={4}>
              <Tabs
                label="Contoh tab"
                items={[
                  { href: '?h=1', label: 'Hari ini', current: true },
                  { href: '?h=2', label: 'Pekan ini' },
                ]}
              />
              <Table
                caption="Selesai per layanan"
                columns={[{ title: 'Layanan' }, { title: 'Selesai', numeric: true }]}
                rows={[
                  ['Akta kelahiran', 24],
                  ['Pisah kartu keluarga', 17],
                ]}
              />
              <Pagination lang={lang} page={2} total={3} href={(to) => `?hal=${to}`} />
            </Section>
            <Section id="kosong" title="Keadaan kosong">
              <EmptyState title="Belum ada urusan" link={{ href: '/layanan', label: 'Cari layanan' }}>
                Yang Anda kirim akan muncul di sini.
              </EmptyState>
            </Section>
          </Stack>
        </Columns>
      </Form>
      <Section id="cari-judul" title="Cari">
        <Search lang={lang} action="/cari" label="Apa yang ingin Anda urus?" value="anak baru lair" />
      </Section>
      <p class="it">
        <Icon name="eye" />
        <span>Ikon selalu bersama kata.</span>
      </p>
    </CitizenFrame>
  );
}
