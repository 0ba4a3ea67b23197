import { all } from './dom.ts';

// The board's voice: each call once, one after the other, a gong and then clips that are joined; the browser's own voice where a clip is missing.

const GAP = 0.05;
const PAUSE = 0.5;

let audio: AudioContext | null = null;
const clips = new Map<string, Promise<AudioBuffer | null>>();
const said = new Set<string>();
let line: Promise<void> = Promise.resolve();

const wait = (seconds: number): Promise<void> => new Promise((wake) => window.setTimeout(wake, seconds * 1000));

function clip(context: AudioContext, name: string): Promise<AudioBuffer | null> {
  const known = clips.get(name);
  if (known !== undefined) return known;
  const loading = fetch(`/suara/${name}`)
    .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(answer.status)))
    .then((bytes) => context.decodeAudioData(bytes))
    .catch((why) => {
      // What is not there stays so; what did not come is tried again.
      if (why !== 404) clips.delete(name);
      return null;
    });
  clips.set(name, loading);
  return loading;
}

/** @returns seconds until all of it was heard */
function play(context: AudioContext, sounds: readonly AudioBuffer[]): number {
  let at = context.currentTime;
  const begin = at;
  for (const sound of sounds) {
    const source = context.createBufferSource();
    source.buffer = sound;
    source.connect(context.destination);
    source.start(at);
    at += sound.duration + GAP;
  }
  return at - begin;
}

function speak(text: string): Promise<void> {
  if (!('speechSynthesis' in window)) return Promise.resolve();
  const sentence = new SpeechSynthesisUtterance(text);
  sentence.lang = 'id-ID';
  sentence.rate = 0.9;
  const over = new Promise<void>((resolve) => {
    sentence.onend = sentence.onerror = () => resolve();
  });
  window.speechSynthesis.speak(sentence);
  // Some televisions have no voice and never say that they ended.
  return Promise.race([over, wait(12)]);
}

async function call(context: AudioContext, names: readonly string[], text: string): Promise<void> {
  const gong = await clip(context, 'gong');
  const sounds = await Promise.all(names.map((name) => clip(context, name)));
  const whole = sounds.filter((sound): sound is AudioBuffer => sound !== null);
  if (gong !== null) await wait(play(context, [gong]));
  for (let twice = 0; twice < 2; twice++) {
    if (whole.length > 0 && whole.length === names.length) await wait(play(context, whole));
    else await speak(text);
    await wait(PAUSE);
  }
}

/** Every call on the page that was not said yet, the oldest first. */
function hear(silent: boolean): void {
  for (const element of all<HTMLElement>('[data-call]')) {
    const { call: key = '', clips: names = '', say = '' } = element.dataset;
    if (said.has(key)) continue;
    said.add(key);
    const context = audio;
    if (silent || context === null) continue;
    line = line
      .then(() => call(context, names === '' ? [] : names.split(' '), say))
      .catch(() => undefined)
      .then(() => {
        document.documentElement.dataset.said = key;
      });
  }
}

/** Nothing sounds before somebody asked for it; after a reload he is asked again. */
export function giveVoice(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-voice]');
  if (button === null || !('AudioContext' in window)) return;
  button.hidden = false;
  // What was called before is not news.
  hear(true);
  button.addEventListener('click', () => {
    audio = new AudioContext();
    void audio.resume();
    button.hidden = true;
    // The browser gives its own voice leave by the same press.
    if ('speechSynthesis' in window) window.speechSynthesis.getVoices();
    hear(true);
  });
  const region = document.querySelector('live-region');
  if (region !== null) new MutationObserver(() => hear(false)).observe(region, { childList: true, subtree: true });
}

giveVoice();
