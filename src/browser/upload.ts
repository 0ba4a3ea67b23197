import { on } from './dom.ts';

const piece = 256 * 1024;
const patience = [1, 2, 4, 8, 15, 30];

type Job = {
  readonly input: HTMLInputElement;
  readonly file: File;
  readonly url: string;
  readonly token: Record<string, string>;
};

const sleep = (seconds: number): Promise<void> => new Promise((wake) => window.setTimeout(wake, seconds * 1000));

class Refused extends Error {}

async function ask(url: string, request: RequestInit): Promise<{ id: string; offset: number }> {
  const answer = await fetch(url, { ...request, credentials: 'same-origin' });
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 409 && answer.status !== 429)
    throw new Refused((await answer.text()).slice(0, 300));
  if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
  return answer.json();
}

/** Tries again with growing pauses; a refusal of the server ends it, a lost line does not. */
async function stubborn<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (problem) {
      const pause = patience[tries];
      if (problem instanceof Refused || pause === undefined) throw problem;
      await sleep(pause);
    }
  }
}

async function send(job: Job, tell: (sent: number) => void): Promise<string> {
  const { input, file, url, token } = job;
  const about = {
    name: file.name,
    size: file.size,
    type: file.type,
    question: input.dataset.question,
    case: input.dataset.case,
  };
  const headers = { 'Content-Type': 'application/json', ...token };
  const begun = await stubborn(() => ask(url, { method: 'POST', headers, body: JSON.stringify(about) }));
  let offset = begun.offset;
  while (offset < file.size) {
    const from = offset;
    const answer = await stubborn(() =>
      ask(`${url}/${encodeURIComponent(begun.id)}`, {
        method: 'PATCH',
        headers: { ...token, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(from) },
        body: file.slice(from, from + piece),
      }),
    );
    offset = answer.offset;
    tell(offset);
  }
  return begun.id;
}

const megabytes = (bytes: number): string =>
  (bytes / 1_048_576).toLocaleString(document.documentElement.lang, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });

function card(
  input: HTMLInputElement,
  file: File,
): { readonly node: HTMLElement; readonly tell: (sent: number) => void } | undefined {
  const box = input.closest('[data-files]');
  const model = box?.querySelector('template')?.content.firstElementChild;
  if (!box || !model) return undefined;
  const node = document.importNode(model, true) as HTMLElement;
  const name = node.querySelector('[data-name]');
  const note = node.querySelector('[data-note]');
  const bar = node.querySelector('progress');
  if (name) name.textContent = file.name;
  bar?.setAttribute('aria-label', file.name);
  box.insertBefore(node, box.firstChild);
  return {
    node,
    tell: (sent) => {
      if (note) note.textContent = `${megabytes(sent)} / ${megabytes(file.size)} MB`;
      if (bar) bar.value = (100 * sent) / file.size;
    },
  };
}

function finish(job: Job, node: HTMLElement, id: string): void {
  const { input } = job;
  const hidden = document.createElement('input');
  hidden.type = 'hidden';
  hidden.name = input.dataset.as ?? input.name;
  hidden.value = id;
  node.appendChild(hidden);
  node.querySelector('progress')?.remove();
  node.querySelector('.say')?.remove();
  // Already there: the form must not carry it a second time.
  input.value = '';
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

function begin(input: HTMLInputElement, file: File): void {
  const shown = card(input, file);
  const url = input.dataset.upload;
  if (shown === undefined || url === undefined) return;
  const form = input.form;
  const field = form?.querySelector<HTMLInputElement>('input[data-token]');
  const job: Job = { input, file, url, token: field ? { 'X-Bukti': field.value } : {} };
  shown.tell(0);
  send(job, shown.tell)
    .then((id) => finish(job, shown.node, id))
    .catch((problem) => {
      // The file stays chosen in the form, which still carries it the plain way.
      if (problem instanceof Refused && problem.message !== '') {
        const say = shown.node.querySelector('.say');
        if (say) say.textContent = problem.message;
        input.value = '';
      } else {
        input.classList.add('plain');
        shown.node.remove();
      }
    });
}

/** Sends a chosen file at once, in pieces that survive a lost line. */
export function uploadFiles(): void {
  document.documentElement.classList.add('js');
  on('change', 'input[data-upload]', (element) => {
    if (!(element instanceof HTMLInputElement) || !('content' in document.createElement('template'))) return;
    for (const file of Array.from(element.files ?? [])) begin(element, file);
  });
}
