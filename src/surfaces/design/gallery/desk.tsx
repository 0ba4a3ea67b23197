import type { JSX } from 'preact';
import {
  Button,
  CaseHead,
  CaseRule,
  CaseScreen,
  Checkboxes,
  CitizenReads,
  Comparison,
  DeskTitle,
  Evidence,
  Filters,
  Form,
  IconList,
  type InboxGroup,
  KeyHelp,
  Muted,
  Narrow,
  OfficeFrame,
  OfficeInbox,
  type PageContext,
  Pagination,
  PickList,
  Radios,
  Section,
  Tabs,
  TakeNext,
  Tool,
} from '../index.ts';
import { deskNav } from './sample.ts';

const officer = { name: 'Ratna Wulandari', role: 'Verifikator, Disdukcapil Kota Depok' };

const groups: readonly InboxGroup[] = [
  {
    title: 'Lewat waktu: 1',
    rows: [
      {
        href: '/kantor/berkas/4977',
        clock: { state: 'late', left: 0, text: 'Lewat 42 menit', note: 'sejak 10.00 WIB' },
        service: 'KTP-el hilang',
        number: '32760004977P',
        whom: 'Paulus Wenda',
        by: 'oleh diri sendiri',
        holder: 'Ratna W.',
      },
    ],
  },
  {
    title: 'Hari ini: 3',
    rows: [
      {
        href: '/kantor/berkas/5219',
        clock: { state: 'soon', left: 0.08, text: 'Sisa 18 menit', note: 'sampai 11.00 WIB' },
        service: 'Akta kelahiran',
        number: '32760005219A',
        whom: 'Kirana Hutabarat',
        by: 'oleh Rosmaida Hutabarat, ibu',
      },
      {
        href: '/kantor/berkas/5230',
        clock: { state: 'calm', left: 0.34, text: 'Sisa 1 jam 18 menit', note: 'sampai 12.00 WIB' },
        service: 'Pisah kartu keluarga',
        number: '32760005230M',
        whom: 'Keluarga Yusuf Lating, 3 orang',
        by: 'oleh Yusuf Lating',
        notes: [{ label: 'perbaikan ke-1' }],
        holder: 'Ratna W.',
      },
      {
        href: '/kantor/berkas/5241',
        clock: { state: 'calm', left: 0.52, text: 'Sisa 2 jam 5 menit', note: 'sampai 13.47 WIB' },
        service: 'Akta kelahiran',
        number: '32760005241V',
        whom: 'Ahmad Fikri Baihaqi',
        by: 'oleh Nurul Baihaqi, ibu',
        notes: [{ tone: 'waiting', label: 'lebih dari 60 hari' }],
      },
    ],
  },
  {
    title: 'Besok: 1',
    rows: [
      {
        href: '/kantor/berkas/5253',
        clock: { state: 'calm', left: 0.92, text: 'Besok 08.20 WIB', note: 'sisa 3 jam 40 menit' },
        service: 'Akta kelahiran',
        number: '32760005253H',
        whom: 'Yosefina Tnunay',
        by: 'oleh Marselina Tnunay, ibu',
      },
    ],
  },
];

export function KotakKerja({ page }: { readonly page: PageContext }): JSX.Element {
  return (
    <OfficeFrame
      page={page}
      title="Kotak kerja"
      homeHref="/kantor"
      nav={deskNav('Kotak kerja')}
      officer={officer}
      logoutAction="/kantor/keluar"
    >
      <DeskTitle
        title="Kotak kerja"
        text="Disdukcapil Kota Depok"
        figures={[
          { term: 'Menunggu Anda', value: 14 },
          { term: 'Lewat waktu', value: 1, bad: true },
          { term: 'Selesai hari ini', value: 37 },
          { term: 'Tepat waktu bulan ini', value: '96%' },
        ]}
        action={<TakeNext href="/kantor/berikutnya">Ambil berikutnya</TakeNext>}
      />
      <Tabs
        label="Saringan"
        items={[
          { href: '/kantor', label: 'Perlu dikerjakan', count: 14, current: true },
          { href: '/kantor?lihat=saya', label: 'Saya pegang', count: 3 },
          { href: '/kantor?lihat=warga', label: 'Menunggu warga', count: 5 },
        ]}
      />
      <Filters
        action="/kantor"
        live="Diperbarui 10.42 WIB"
        fields={[
          { id: 'cari', label: 'Cari nomor atau nama', control: <input class="input" id="cari" name="q" data-seek /> },
          {
            id: 'layanan',
            label: 'Layanan',
            control: (
              <select class="input" id="layanan" name="layanan">
                <option value="">Semua layanan</option>
                <option value="akta-kelahiran">Akta kelahiran</option>
              </select>
            ),
          },
        ]}
        button={
          <Button look="second" wide={false}>
            Saring
          </Button>
        }
      />
      <OfficeInbox lang={page.lang} caption="Berkas yang perlu dikerjakan, paling mendesak dulu" groups={groups} />
      <div class="bar-line">
        <KeyHelp
          lang={page.lang}
          keys={[
            { keys: ['J', 'K'], does: 'turun, naik' },
            { keys: ['Enter'], does: 'buka' },
            { keys: ['N'], does: 'ambil berikutnya' },
            { keys: ['/'], does: 'cari' },
          ]}
        />
        <Pagination lang={page.lang} page={1} total={3} href={(to) => `/kantor?hal=${to}`} />
      </div>
    </OfficeFrame>
  );
}

function Answers({ page }: { readonly page: PageContext }): JSX.Element {
  return (
    <>
      <Section id="isian" title="Isian warga dan bukti" gap={2}>
        <Comparison
          lang={page.lang}
          rows={[
            { term: 'Nama anak', value: 'Kirana Hutabarat', state: 'same' },
            { term: 'Jenis kelamin', value: 'Perempuan', state: 'same' },
            { term: 'Tanggal lahir', value: 'Rabu, 18 November 2026', state: 'same' },
            { term: 'Tempat lahir', value: 'Puskesmas Depok Jaya', state: 'plain' },
            {
              term: 'Ayah, dari register',
              value: 'Jonatan Hutabarat',
              state: 'differs',
              other: (
                <>
                  Di surat: Jona<mark>th</mark>an Hutabarat
                </>
              ),
            },
            { term: 'Alamat', value: 'Jalan Cendana 3, Kelurahan Mekarjaya', state: 'same' },
          ]}
        />
      </Section>
      <Section id="otomatis" title="Pemeriksaan otomatis" gap={2}>
        <IconList
          items={[
            { icon: 'check', text: 'Belum ada akta atau permohonan lain untuk anak ini' },
            { icon: 'check', text: 'Dilaporkan 5 hari setelah lahir, di bawah 60 hari' },
          ]}
        />
      </Section>
    </>
  );
}

function Decision({ page }: { readonly page: PageContext }): JSX.Element {
  return (
    <Form page={page} action="/kantor/berkas/5219" class="case-side" gap={4} hidden={{ _versi: '7' }}>
      <h2>Keputusan</h2>
      <Radios
        lang={page.lang}
        name="keputusan"
        label="Keputusan"
        unseen
        value="perbaikan"
        options={[
          { value: 'setuju', label: 'Setujui, lanjut ke validasi', keyName: 'A' },
          { value: 'perbaikan', label: 'Minta perbaikan warga', keyName: 'P' },
          { value: 'tolak', label: 'Tolak', keyName: 'T' },
        ]}
      />
      <Checkboxes
        lang={page.lang}
        name="alasan"
        label="Alasan"
        values={['R09']}
        options={[
          { value: 'R09', label: 'R09 Data berbeda antarsurat' },
          { value: 'R02', label: 'R02 Foto tidak terbaca' },
          { value: 'R04', label: 'R04 Foto di tempat yang salah' },
        ]}
      />
      <CitizenReads title="Ini yang dibaca warga">
        <p>
          Nama ayah di surat (Jonathan) berbeda dari data kependudukan (Jonatan). Unggah surat yang sudah dibetulkan
          bidan, atau beri tahu kami mana yang benar.
        </p>
        <p class="muted">Hanya pertanyaan “Foto surat” dan “Ayah” yang terbuka lagi.</p>
      </CitizenReads>
      <div class="gap-2">
        <Button keyName="Ctrl + Enter">Kirim ke warga</Button>
        <Muted>Berkas berikutnya terbuka sendiri. Jam berkas ini berhenti selama menunggu warga.</Muted>
      </div>
      <CaseRule>Empat mata: yang memverifikasi tidak bisa memvalidasi berkas ini.</CaseRule>
    </Form>
  );
}

export function Berkas({ page }: { readonly page: PageContext }): JSX.Element {
  return (
    <OfficeFrame
      page={page}
      title="Akta kelahiran Kirana Hutabarat"
      homeHref="/kantor"
      nav={deskNav('Kotak kerja')}
      officer={officer}
      logoutAction="/kantor/keluar"
      shape="case"
    >
      <CaseScreen
        head={
          <CaseHead
            lang={page.lang}
            title="Akta kelahiran Kirana Hutabarat"
            number="32760005219A"
            inbox={{ href: '/kantor', label: 'Kotak kerja' }}
            place="berkas 3 dari 14"
            previous={{ href: '/kantor/berkas/4977', label: 'sebelumnya' }}
            next={{ href: '/kantor/berkas/5230', label: 'berikutnya' }}
            step={{ current: 2, total: 5, name: 'Verifikasi' }}
            clock={{ state: 'soon', left: 0.08, text: 'Sisa 18 menit', note: 'Verifikasi paling lambat 11.00 WIB' }}
          />
        }
        answers={<Answers page={page} />}
        evidence={
          <Evidence
            title="Surat keterangan kelahiran"
            place="Foto 1 dari 1"
            note="Diunggah Senin 09.58 WIB dari telepon, 1,2 MB"
            tools={
              <>
                <Tool href="?dekat=1" icon="zoom" label="Perbesar" keyName="Z" />
                <Tool href="?putar=1" icon="rotate" label="Putar" keyName="R" />
                <Tool href="/berkas/1" icon="download" label="Unduh" />
              </>
            }
          >
            <svg viewBox="0 0 400 520" role="img" aria-label="Foto surat keterangan kelahiran (contoh)">
              <rect width="400" height="520" fill="#fdfcf8" />
              <g fill="#222" font-family="serif" font-size="12">
                <text x="200" y="60" text-anchor="middle" font-size="15">
                  SURAT KETERANGAN KELAHIRAN
                </text>
                <text x="50" y="130">
                  Nama: Kirana Hutabarat
                </text>
                <text x="50" y="160">
                  Ibu: Rosmaida Hutabarat
                </text>
                <text x="50" y="190">
                  Ayah: Jonathan Hutabarat
                </text>
              </g>
              <text
                x="200"
                y="360"
                font-size="54"
                fill="#9b1f17"
                opacity=".16"
                text-anchor="middle"
                transform="rotate(-28 200 340)"
              >
                SPESIMEN
              </text>
            </svg>
          </Evidence>
        }
        decision={<Decision page={page} />}
      />
    </OfficeFrame>
  );
}

export function TandaTangan({ page }: { readonly page: PageContext }): JSX.Element {
  return (
    <OfficeFrame
      page={page}
      title="Tanda tangan"
      homeHref="/kantor"
      nav={deskNav('Tanda tangan')}
      officer={{ name: 'Dra. Endang Lestari', role: 'Kepala Disdukcapil Kota Depok' }}
      logoutAction="/kantor/keluar"
    >
      <DeskTitle title="Tanda tangan" text="2 surat sudah diperiksa dua orang dan menunggu Anda" />
      <Form page={page} action="/kantor/tanda-tangan" gap={4}>
        <PickList
          name="surat"
          caption="Surat yang menunggu tanda tangan"
          rows={[
            {
              value: '1',
              title: 'Kutipan akta kelahiran, Raka Putra Setiawan',
              href: '/kantor/surat/1',
              text: 'Diperiksa Ratna W. dan Made S.',
              clock: { state: 'soon', left: 0.1, text: 'Sisa 25 menit', note: 'sampai 11.07 WIB' },
              checked: true,
            },
            {
              value: '2',
              title: 'Kartu keluarga, Agus Setiawan',
              href: '/kantor/surat/2',
              text: 'Diperiksa Ratna W. dan Made S.',
              clock: { state: 'calm', left: 0.6, text: 'Sisa 3 jam', note: 'sampai 14.00 WIB' },
              checked: true,
            },
          ]}
        />
        <Narrow gap={2}>
          <Button icon="sign" wide={false}>
            Tanda tangani yang ditandai
          </Button>
          <Muted>Setiap surat mendapat tanda tangan elektronik Anda, satu per satu.</Muted>
        </Narrow>
      </Form>
    </OfficeFrame>
  );
}
