import type { JSX } from 'preact';
import { Actions, ButtonLink, Dots, Muted, type PageContext, PublicCheck, PublicFrame, QuietLink } from '../index.ts';

function Foot(): JSX.Element {
  return (
    <>
      <Muted>Diperiksa Senin, 30 November 2026, 10.42 WIB. Nama ditutup sebagian untuk melindungi pemilik surat.</Muted>
      <Actions>
        <ButtonLink href="/cek" look="second" icon="search">
          Periksa surat lain
        </ButtonLink>
      </Actions>
    </>
  );
}

export function PeriksaHijau({ page }: { readonly page: PageContext }): JSX.Element {
  return (
    <PublicFrame page={page} title="Asli dan berlaku: periksa surat">
      <Muted small={false}>Hasil periksa surat</Muted>
      <PublicCheck
        lang={page.lang}
        verdict="genuine"
        title="Asli dan berlaku"
        text="Surat ini dari Disdukcapil Kota Depok dan belum diganti."
        specimen
        rows={[
          { term: 'Jenis surat', value: 'Kutipan akta kelahiran' },
          { term: 'Nomor', value: <span class="num">9976-LU-24112026-0417</span> },
          { term: 'Nama', value: 'R*** P**** S*******' },
          { term: 'Terbit', value: 'Selasa, 24 November 2026' },
          { term: 'Ditandatangani', value: 'Kepala Disdukcapil Kota Depok' },
        ]}
      />
      <p>Cocokkan nomor dan nama di atas dengan surat yang Anda pegang.</p>
      <Foot />
    </PublicFrame>
  );
}

export function PeriksaKuning({ page }: { readonly page: PageContext }): JSX.Element {
  return (
    <PublicFrame page={page} title="Asli, tetapi sudah diganti: periksa surat">
      <Muted small={false}>Hasil periksa surat</Muted>
      <PublicCheck
        lang={page.lang}
        verdict="old"
        title="Asli, tetapi sudah diganti"
        text="Jangan dipakai lagi. Ada surat yang lebih baru sejak Selasa, 24 November 2026."
        specimen
        rows={[
          { term: 'Jenis surat', value: 'Kartu keluarga' },
          { term: 'Nomor', value: <span class="num">•••• •••• •••• 0012</span> },
          { term: 'Kepala keluarga', value: 'A*** S*******' },
          { term: 'Terbit', value: 'Rabu, 19 Juni 2019' },
        ]}
      />
      <p>Mintalah surat yang baru kepada pemiliknya.</p>
      <Foot />
    </PublicFrame>
  );
}

export function PeriksaMerah({ page }: { readonly page: PageContext }): JSX.Element {
  return (
    <PublicFrame page={page} title="Tidak ditemukan: periksa surat">
      <Muted small={false}>Hasil periksa surat</Muted>
      <PublicCheck
        lang={page.lang}
        verdict="void"
        title="Tidak ditemukan"
        text={
          <>
            Tidak ada surat dengan nomor dan kode <b class="num">7K3N 9QXD</b> itu. Jangan terima surat ini sebelum
            jelas.
          </>
        }
        specimen={false}
      />
      <h2>Yang bisa Anda lakukan</h2>
      <Dots
        items={[
          'Periksa lagi kodenya. Huruf yang mirip: M dan N, Q dan O.',
          'Minta pemiliknya membuka surat dari SatuLoket di depan Anda.',
          'Masih ragu? Tanya kantor yang tertulis di surat itu.',
        ]}
      />
      <QuietLink href="/lapor" icon="flag" bad>
        Laporkan dugaan surat palsu
      </QuietLink>
      <Foot />
    </PublicFrame>
  );
}
