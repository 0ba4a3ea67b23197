import type { JSX } from 'preact';
import {
  Actions,
  BackLink,
  ButtonLink,
  CitizenFrame,
  Columns,
  Dots,
  Facts,
  FrontDoor,
  IconList,
  More,
  MoreSet,
  Muted,
  type PageContext,
  PageTitle,
  ProgressBar,
  QuietLink,
  Row,
  Rows,
  Section,
  Stack,
  Tiles,
} from '../index.ts';
import { sampleBar } from './sample.ts';

export function Beranda({ page }: { readonly page: PageContext }): JSX.Element {
  return (
    <CitizenFrame
      page={page}
      title="Apa yang ingin Anda urus?"
      shape="front"
      bar={sampleBar('Beranda')}
      logoutAction="/keluar"
    >
      <FrontDoor
        lang={page.lang}
        greeting="Selamat pagi, Siti"
        question="Apa yang ingin Anda urus?"
        hint="Tulis dengan kata sendiri. Salah ketik tidak apa-apa."
        action="/cari"
        examples={[
          { href: '/cari?q=anak+baru+lahir', label: 'anak baru lahir' },
          { href: '/cari?q=ktp+hilang', label: 'KTP hilang' },
          { href: '/cari?q=pisah+kk', label: 'pisah kartu keluarga' },
          { href: '/cari?q=tidak+mampu', label: 'surat tidak mampu' },
        ]}
      >
        <Columns wide>
          <Stack gap={10}>
            <Section id="jalan" title="Sedang berjalan" more={{ href: '/urusan', label: 'Semua urusan' }}>
              <Rows>
                <Row
                  href="/urusan/1"
                  icon="baby"
                  title="Akta kelahiran Raka"
                  text={
                    <>
                      <strong>Menunggu tanda tangan</strong> Kepala Dinas. Paling lambat Selasa, 24 November, 16.00 WIB.
                    </>
                  }
                />
                <Row
                  href="/urusan/2"
                  icon="wallet"
                  title="Surat keterangan tidak mampu"
                  text={
                    <>
                      <strong>Menunggu Anda</strong> mengganti satu foto sebelum Jumat, 27 November.
                    </>
                  }
                />
              </Rows>
            </Section>
            <Section id="hidup" title="Apa yang terjadi?" gap={4}>
              <Tiles
                items={[
                  { href: '/hidup/lahir', icon: 'baby', label: 'Anak lahir' },
                  { href: '/hidup/hilang', icon: 'lost', label: 'Surat hilang' },
                  { href: '/hidup/pisah', icon: 'family', label: 'Keluarga berpisah' },
                  { href: '/hidup/biaya', icon: 'wallet', label: 'Bantuan biaya' },
                ]}
              />
            </Section>
            <Section id="sering" title="Sering diurus" more={{ href: '/layanan', label: 'Semua layanan' }}>
              <Rows>
                <Row href="/layanan/akta-kelahiran" title="Akta kelahiran" text="1 hari kerja, gratis" />
                <Row href="/layanan/ktp-hilang" icon="id" title="KTP hilang atau rusak" text="1 hari kerja, gratis" />
                <Row href="/layanan/kk-pisah" icon="family" title="Pisah kartu keluarga" text="1 hari kerja, gratis" />
              </Rows>
            </Section>
          </Stack>
          <Stack gap={10}>
            <Section id="dekat" title="Dekat Anda" more={{ href: '/tempat', label: 'Ganti tempat' }}>
              <Rows>
                <Row
                  href="/kantor-dekat/1"
                  icon="office"
                  title="Kantor Kelurahan Depok Jaya"
                  text={
                    <>
                      400 m, <strong>buka sampai 15.00 WIB</strong>
                    </>
                  }
                />
                <Row
                  href="/kantor-dekat/2"
                  icon="office"
                  title="Disdukcapil Kota Depok"
                  text={
                    <>
                      3,2 km, <strong>buka sampai 16.00 WIB</strong>
                    </>
                  }
                />
              </Rows>
            </Section>
            <Section id="periksa" title="Pegang surat dari SatuLoket?" card>
              <p>Siapa pun boleh memeriksa apakah surat itu asli dan masih berlaku.</p>
              <ButtonLink href="/cek" look="second" icon="qr">
                Periksa surat
              </ButtonLink>
            </Section>
          </Stack>
        </Columns>
      </FrontDoor>
    </CitizenFrame>
  );
}

export function Layanan({ page }: { readonly page: PageContext }): JSX.Element {
  return (
    <CitizenFrame page={page} title="Akta kelahiran" logoutAction="/keluar">
      <div>
        <BackLink href="/layanan">Semua layanan</BackLink>
        <PageTitle lead="Catat kelahiran anak. Sekali urus, terbit tiga surat: akta kelahiran, kartu keluarga baru, dan kartu identitas anak.">
          Akta kelahiran
        </PageTitle>
      </div>
      <Facts
        items={[
          { icon: 'clock', term: 'Lama', value: '1 hari kerja' },
          { icon: 'wallet', term: 'Biaya', value: 'Gratis' },
          { icon: 'doccheck', term: 'Hasil', value: '3 surat' },
        ]}
      />
      <Section id="bisa" title="Bisakah saya?" gap={2}>
        <p>Ya, bila semua ini benar:</p>
        <IconList
          items={[
            { icon: 'check', text: 'Anda ayah, ibu, atau wali anak itu.' },
            { icon: 'check', text: 'Ibu atau ayah tercatat di kartu keluarga Kota Depok.' },
            { icon: 'check', text: 'Anak belum punya akta kelahiran.' },
          ]}
        />
        <MoreSet>
          <More summary="Anak lahir di kota lain">
            <p>Tetap bisa. Urus di kota tempat kartu keluarga Anda tercatat.</p>
          </More>
          <More summary="Perkawinan belum tercatat">
            <p>Tetap bisa. Anda akan kami tanya bukti yang ada.</p>
          </More>
        </MoreSet>
      </Section>
      <Section id="perlu" title="Apa yang perlu disiapkan?" gap={2}>
        <p>Foto surat yang asli, bukan fotokopi:</p>
        <IconList
          items={[
            {
              icon: 'camera',
              text: (
                <>
                  <b>Surat keterangan kelahiran</b> dari bidan, puskesmas, atau rumah sakit
                </>
              ),
            },
            {
              icon: 'camera',
              text: (
                <>
                  <b>Buku nikah atau akta perkawinan</b>, bila belum tercatat di kartu keluarga
                </>
              ),
            },
          ]}
        />
        <p>Tidak perlu:</p>
        <IconList
          refused
          items={[
            { icon: 'cross', text: 'Surat pengantar RT, RW, atau kelurahan' },
            { icon: 'cross', text: 'Meterai' },
          ]}
        />
      </Section>
      <Section id="lama" title="Berapa lama?" gap={2}>
        <p>
          <b>Paling lama 1 hari kerja</b> sejak berkas lengkap.
        </p>
        <div class="card gap-2">
          <ProgressBar value={92} />
          <p>
            Bulan lalu <b>92 dari 100</b> selesai tepat waktu.
          </p>
        </div>
      </Section>
      <Section id="biaya" title="Berapa biayanya?" gap={2}>
        <p>
          <b>Gratis.</b> Tidak ada biaya apa pun, juga bila terlambat.
        </p>
      </Section>
      <Section id="dapat" title="Apa yang saya dapat?" gap={2}>
        <IconList
          items={[
            {
              icon: 'doccheck',
              text: (
                <>
                  <b>Kutipan akta kelahiran</b>, surat digital (PDF) untuk dicetak sendiri
                </>
              ),
            },
            {
              icon: 'id',
              text: (
                <>
                  <b>Kartu identitas anak</b>, diambil di kantor kelurahan
                </>
              ),
            },
          ]}
        />
      </Section>
      <Actions sticky>
        <ButtonLink href="/permohonan/baru" iconAfter="next">
          Mulai
        </ButtonLink>
      </Actions>
      <Muted>Kira-kira 10 menit. Boleh berhenti dan lanjut nanti.</Muted>
      <Section id="lain" title="Cara lain" gap={2}>
        <Rows>
          <Row href="/loket" icon="office" title="Datang ke loket" text="Kelurahan atau Disdukcapil, bawa surat asli" />
          <Row href="/kertas" icon="print" title="Formulir kertas" text="PDF 1 halaman dengan kode QR" />
        </Rows>
      </Section>
      <MoreSet>
        <More summary="Standar pelayanan dan dasar hukum">
          <Dots items={['UU 24/2013 Pasal 27', 'Perpres 96/2018 Pasal 33']} />
        </More>
      </MoreSet>
      <QuietLink href="/bantuan" icon="talk">
        Tanya petugas
      </QuietLink>
    </CitizenFrame>
  );
}
