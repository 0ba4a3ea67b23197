#!/bin/sh
# Makes the clips of the board's voice from Debian's espeak-ng and ffmpeg. Run in this folder; see README.md.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One clip: silence at its ends cut, loudness evened, mono, small.
clip() {
  espeak-ng -v id -s 135 -p 45 -w "$work/raw.wav" "$2"
  ffmpeg -hide_banner -loglevel error -y -i "$work/raw.wav" \
    -af "silenceremove=start_periods=1:start_threshold=-50dB,areverse,silenceremove=start_periods=1:start_threshold=-50dB,areverse,loudnorm=I=-18:TP=-2,apad=pad_dur=0.04" \
    -ar 22050 -ac 1 -c:a libmp3lame -b:a 32k -map_metadata -1 -fflags +bitexact "$1.mp3"
}

for word in nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh seratus ratus seribu ribu \
  ruang loket poli obat lantai kasir apotek gigi ibu anak; do
  clip "$word" "$word"
done
clip nomor-antrean 'nomor antrean'
clip silakan-ke 'silakan ke'
# Letters as Indonesians name them.
for pair in a:a b:bé c:cé d:dé e:é f:ef g:gé h:ha i:i j:jé k:ka l:el m:em n:en o:o p:pé q:ki r:er s:es t:té u:u v:fé w:wé x:eks y:yé z:zet; do
  clip "huruf-${pair%%:*}" "${pair#*:}"
done
ffmpeg -hide_banner -loglevel error -y -f lavfi -i 'sine=frequency=660:duration=0.45' -f lavfi -i 'sine=frequency=523:duration=0.7' \
  -filter_complex '[0]afade=t=out:st=0.1:d=0.35[a];[1]afade=t=out:st=0.15:d=0.55[b];[a][b]concat=n=2:v=0:a=1,volume=-6dB' \
  -ar 22050 -ac 1 -c:a libmp3lame -b:a 32k -map_metadata -1 -fflags +bitexact gong.mp3
