import type { JSX } from 'preact';
import {
  Actions,
  BackLink,
  ButtonLink,
  CitizenFrame,
  Form,
  Journey,
  Live,
  LiveRegion,
  NumberPlate,
  type PageContext,
  PageTitle,
  PaperCard,
  PlainRows,
  ProgressBar,
  QuietLink,
  Rating,
  Row,
  Rows,
  Section,
  Stack,
  TruthSentence,
} from '../index.ts';
import { sampleBar } from './sample.ts';

const raka = { who: 'Raka, anak Anda' };

export function Status({ page }: { readonly page: PageContext }): JSX.Element {
  const lang = page.lang;
  return (
    <CitizenFrame
      page={page}
      title="Akta kelahiran Raka: menunggu tanda tangan"
      bar={sampleBar('Urusan')}
      logoutAction="/keluar"
      whom={raka}
    >
      <div>
        <BackLink href="/urusan">Semua urusan</BackLink>
        <TruthSentence over="Akta kelahiran">Menunggu tanda tangan Kepala Dinas sejak Senin 10.05 WIB</TruthSentence>
      </div>
      <LiveRegion src="/urusan/1/kabar" every={20}>
        <Stack gap={4}>
          <Stack gap={2}>
            <ProgressBar value={62} />
            <p>
              Paling lambat <b>Selasa, 24 November 2026, 16.00 WIB</b>. Masih tepat waktu.
            </p>
          </Stack>
          <Live>Langsung, terakhir 10.42 WIB</Live>
        </Stack>
      </LiveRegion>
      <NumberPlate lang={lang} number="32760005206M" />
      <Section id="jalan" title="Perjalanan" gap={4}>
        <Journey
          lang={lang}
          steps={[
            { state: 'done', title: 'Anda mengirim', text: 'Senin, 23 November 2026, 08.12 WIB' },
            {
              state: 'done',
              title: 'Berkas diperiksa',
              text: 'Disdukcapil, 08.40\u2060–\u206009.15 WIB. Lengkap dan benar.',
            },
            {
              state: 'done',
              title: 'Data dicatat',
              text: 'Bidang Pencatatan Sipil, 10.05 WIB. Diperiksa orang kedua.',
            },
            { state: 'now', title: 'Tanda tangan Kepala Dinas', text: 'Sekarang di meja Kepala Dinas.' },
            { state: 'todo', title: 'Surat terbit', text: 'Kami kabari lewat WhatsApp. Anda tidak perlu datang.' },
          ]}
        />
      </Section>
      <Section id="siapa" title="Siapa membuka data saya">
        <PlainRows
          rows={[
            {
              title: (
                <>
                  <b>Ratna W.</b>, verifikator
                </>
              ),
              text: 'Memeriksa berkas, hari ini 08.40 WIB',
            },
            {
              title: (
                <>
                  <b>Made S.</b>, kepala bidang
                </>
              ),
              text: 'Mencatat data, hari ini 09.50 WIB',
            },
          ]}
        />
        <QuietLink href="/siapa-membuka/tanya" icon="talk">
          Ada yang tidak saya kenal
        </QuietLink>
      </Section>
      <Section id="bisa" title="Yang bisa Anda lakukan">
        <Rows>
          <Row
            href="/urusan/1/bukti"
            icon="print"
            title="Cetak bukti permohonan"
            text="1 halaman, dengan nomor urusan"
          />
          <Row href="/urusan/1/keluhan" icon="flag" title="Sampaikan keluhan" text="Dijawab paling lama 5 hari kerja" />
        </Rows>
        <QuietLink href="/urusan/1/batal" icon="cross" bad>
          Batalkan permohonan ini
        </QuietLink>
      </Section>
    </CitizenFrame>
  );
}

export function SuratSaya({ page, qr }: { readonly page: PageContext; readonly qr: Qr }): JSX.Element {
  return (
    <CitizenFrame
      page={page}
      title="Surat saya: Kutipan akta kelahiran"
      shape="single"
      bar={sampleBar('Surat')}
      logoutAction="/keluar"
      whom={raka}
    >
      <div>
        <BackLink href="/surat">Semua surat</BackLink>
        <PageTitle>Kutipan akta kelahiran</PageTitle>
      </div>
      <PaperCard
        lang={page.lang}
        id="nama"
        name="Raka Putra Setiawan"
        state={{ tone: 'ok', label: 'Berlaku' }}
        specimen
        rows={[
          { term: 'Nomor akta', value: <span class="num">9976-LU-24112026-0417</span> },
          { term: 'Lahir', value: 'Sabtu, 14 November 2026' },
          { term: 'Terbit', value: 'Selasa, 24 November 2026' },
          { term: 'Ditandatangani', value: 'Kepala Disdukcapil Kota Depok, tanda tangan elektronik' },
        ]}
        qr={{ ...qr, href: '#' }}
        check={
          <>
            Siapa pun bisa memeriksa: pindai kode ini, atau buka <b>satuloket.example/cek</b> lalu tulis nomor akta dan
            kode <b class="nowrap num">7K3M 9QXD</b>.
          </>
        }
      />
      <Actions>
        <ButtonLink href="/surat/1.pdf" icon="download" download>
          Unduh PDF (84 KB)
        </ButtonLink>
        <ButtonLink href="/surat/1/bagikan" look="second" icon="share">
          Bagikan tautan
        </ButtonLink>
      </Actions>
      <Section id="rasa" title="Bagaimana rasanya?" card>
        <p>Satu ketukan sudah cukup.</p>
        <Form page={page} action="/surat/1/rasa">
          <Rating lang={page.lang} name="nilai" />
        </Form>
      </Section>
      <Section id="lain" title="Surat lain dari urusan ini">
        <Rows>
          <Row
            href="/surat/2"
            icon="family"
            title="Kartu keluarga baru"
            text="Menggantikan kartu keluarga tahun 2019"
          />
        </Rows>
      </Section>
    </CitizenFrame>
  );
}

export type Qr = { readonly path: string; readonly size: number };
