// Stands between the browser and the network for the pages of the queue alone. It keeps nothing itself and answers only where the network
// does not: a page with the one that works without it, a part of that page from what was kept with it.

type Extendable = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Extendable & { readonly request: Request; respondWith(answer: Promise<Response> | Response): void };
type Scope = {
  addEventListener(type: 'install' | 'activate', heard: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', heard: (event: Fetching) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
};
const scope = self as unknown as Scope;

const PAGES = 'satuloket-loket';
const AWAY = '/kantor/antrean/luring';
const PATIENCE = 8000;

const kept = async (what: Request | string): Promise<Response | undefined> => (await caches.open(PAGES)).match(what);

async function page(request: Request): Promise<Response> {
  const late = new Promise<Response>((_, reject) => setTimeout(() => reject(new Error('late')), PATIENCE));
  try {
    const answer = await Promise.race([fetch(request), late]);
    // The proxy is there and the hub is not, or the hub and not its database.
    if (answer.status < 502 || answer.status > 504) return answer;
    return (await kept(AWAY)) ?? answer;
  } catch (error) {
    const away = await kept(AWAY);
    if (away === undefined) throw error;
    return away;
  }
}

async function part(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await kept(request);
    if (found === undefined) throw error;
    return found;
  }
}

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.mode === 'navigate' && pathname.startsWith('/kantor/antrean')) event.respondWith(page(request));
  else if (request.method === 'GET' && pathname.startsWith('/aset/')) event.respondWith(part(request));
});
