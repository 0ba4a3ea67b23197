import type { JSX } from 'preact';
import {
  Actions,
  BackLink,
  Button,
  CitizenFrame,
  DateField,
  Declaration,
  DraftSaved,
  ErrorSummary,
  errorTitle,
  Form,
  KnownValues,
  MaskedNumber,
  More,
  Muted,
  Notice,
  type PageContext,
  PageTitle,
  QuietLink,
  Section,
  Steps,
  SummaryList,
  TextField,
} from '../index.ts';

const raka = { who: 'Raka, anak Anda', changeHref: '/untuk-siapa' };

export function Pertanyaan({ page }: { readonly page: PageContext }): JSX.Element {
  const lang = page.lang;
  return (
    <CitizenFrame
      page={page}
      title={errorTitle(lang, 'Kapan Raka lahir? Akta kelahiran', 1)}
      gap={6}
      logoutAction="/keluar"
      whom={raka}
    >
      <div>
        <BackLink href="/permohonan/1/anak">Kembali</BackLink>
        <Steps lang={lang} current={2} total={5} name="Tentang anak" parts />
      </div>
      <ErrorSummary lang={lang} faults={[{ field: 'lahir.y', text: 'Tahun lahir: tulis 2026 atau sebelumnya' }]} />
      <Form page={page} action="/permohonan/1/lahir" hidden={{ _versi: '3' }} autosave="/permohonan/1/lahir/draf">
        <DateField
          lang={lang}
          name="lahir"
          label="Kapan Raka lahir?"
          heading
          hint="Lihat di surat keterangan kelahiran. Contoh: 5 11 2026"
          error="Anda menulis tahun 2062. Tulis 2026 atau sebelumnya."
          value={{ day: '14', month: '11', year: '2062' }}
          wrong={['year']}
        />
        <More summary="Mengapa kami bertanya?">
          <p>Tanggal lahir tertulis di akta dan menjadi bagian NIK anak.</p>
        </More>
        <Actions>
          <Button iconAfter="next">Lanjut</Button>
          <Button look="second" name="nanti" value="ya" noValidate>
            Simpan, lanjut nanti
          </Button>
        </Actions>
      </Form>
      <DraftSaved>Draf tersimpan sendiri pukul 10.41 WIB</DraftSaved>
      <QuietLink href="/bantuan" icon="talk">
        Bingung? Tanya petugas
      </QuietLink>
    </CitizenFrame>
  );
}

const change = (href: string): { readonly href: string } => ({ href });

export function Periksa({ page }: { readonly page: PageContext }): JSX.Element {
  const lang = page.lang;
  return (
    <CitizenFrame page={page} title="Periksa jawaban Anda: Akta kelahiran" logoutAction="/keluar" whom={raka}>
      <div>
        <BackLink href="/permohonan/1/kabar">Kembali</BackLink>
        <Steps lang={lang} current={5} total={5} name="Periksa dan kirim" parts />
      </div>
      <PageTitle lead="Belum terkirim. Ubah yang salah, lalu kirim.">Periksa jawaban Anda</PageTitle>
      <Section id="anak" title="Anak">
        <SummaryList
          lang={lang}
          rows={[
            { term: 'Nama lengkap', value: 'Raka Putra Setiawan', change: change('/permohonan/1/nama') },
            { term: 'Jenis kelamin', value: 'Laki-laki', change: change('/permohonan/1/jk') },
            { term: 'Tanggal lahir', value: 'Sabtu, 14 November 2026', change: change('/permohonan/1/lahir') },
            { term: 'Tempat lahir', value: 'Puskesmas Depok Jaya, Kota Depok', change: change('/permohonan/1/tempat') },
          ]}
        />
      </Section>
      <Section id="orang-tua" title="Orang tua">
        <KnownValues
          lang={lang}
          source="Dari data kependudukan, jadi tidak kami tanya lagi."
          wrongHref="/permohonan/1/salah"
          rows={[
            {
              term: 'Ibu',
              value: (
                <>
                  Siti Rahmawati
                  <br />
                  <span class="muted small">
                    NIK <MaskedNumber lang={lang} lastFour="0003" />
                  </span>
                </>
              ),
            },
            { term: 'Perkawinan', value: 'Tercatat, 12 Juni 2019' },
            { term: 'Alamat', value: 'Jalan Melati 8, RT 03 RW 05, Kelurahan Depok Jaya' },
          ]}
        />
      </Section>
      <Section id="foto" title="Foto surat">
        <SummaryList
          lang={lang}
          rows={[
            {
              term: 'Surat keterangan kelahiran',
              value: '1 foto, terbaca jelas',
              change: { href: '/permohonan/1/foto', label: 'Ganti' },
            },
          ]}
        />
      </Section>
      <Notice icon="clock" title="Setelah dikirim">
        Disdukcapil memeriksa paling lambat hari ini, 16.00 WIB. Surat terbit paling lambat Selasa, 24 November 2026.
      </Notice>
      <Form page={page} action="/permohonan/1/kirim">
        <Declaration lang={lang} name="benar" checked>
          Semua yang saya tulis benar. Saya tahu bahwa keterangan palsu dapat dipidana.
        </Declaration>
        <Actions>
          <Button icon="check">Kirim permohonan</Button>
          <Button look="second" name="nanti" value="ya" noValidate>
            Simpan, lanjut nanti
          </Button>
        </Actions>
      </Form>
    </CitizenFrame>
  );
}

export function Masuk({ page }: { readonly page: PageContext }): JSX.Element {
  return (
    <CitizenFrame page={page} title="Tulis kode yang kami kirim" gap={6}>
      <BackLink href="/masuk">Ganti nomor telepon</BackLink>
      <Form page={page} action="/masuk/kode">
        <TextField
          lang={page.lang}
          name="kode"
          label="Tulis kode yang kami kirim"
          heading
          hint="6 angka, lewat SMS ke 0812-••••-0990. Berlaku 5 menit. Jangan berikan kepada siapa pun, juga petugas."
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          width="code"
        />
        <Actions>
          <Button iconAfter="next">Masuk</Button>
        </Actions>
      </Form>
      <Muted>Belum datang? Tunggu 1 menit, lalu minta lagi.</Muted>
      <QuietLink href="/masuk/ulang" icon="undo">
        Kirim kode baru
      </QuietLink>
      <QuietLink href="/masuk/loket" icon="office">
        Nomor saya berganti
      </QuietLink>
    </CitizenFrame>
  );
}
