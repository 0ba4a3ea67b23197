import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type DestinationStream, pino } from 'pino';
import type { Inbox } from '../simulators/messages/index.ts';
import type { House } from './compose.ts';
import { uuidv7 } from './kernel/ids.ts';
import { logDestination, logOptions } from './platform/log.ts';
import { ROOT } from './root.ts';
import { createApiSurface } from './surfaces/api/index.ts';
import { readClips } from './surfaces/board/clips.ts';
import { createBoardSurface } from './surfaces/board/index.tsx';
import { createBpjsSurface } from './surfaces/bpjs/index.ts';
import { aroundCitizen, createCitizenSurface } from './surfaces/citizen/index.ts';
import { buildAssets } from './surfaces/design/build-assets.ts';
import { createFhirSurface } from './surfaces/fhir/index.ts';
import { cameFrom, createFrame, createWeb, ProblemPage, sendProblemJson, wantsPage } from './surfaces/frame/index.ts';
import { aroundOfficer, createOfficeSurface } from './surfaces/office/index.ts';

export const VERSION: string = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string })
  .version;

/** Everything that people and machines touch, on one port. `inbox`: the demo's simulated phones; `logTo`: standard output unless told otherwise. */
export async function composeWeb(
  house: House,
  demo: { readonly inbox: Inbox } | undefined,
  logTo?: DestinationStream,
): Promise<FastifyInstance> {
  const { config, clock, random, keys } = house;
  // In production PUBLIC_URL is HTTPS, whatever the proxy in front forgot to tell.
  const secure = (request: FastifyRequest): boolean => config.production || request.protocol === 'https';
  const frame = createFrame({
    ...{
      arrive: house.arrive,
      assets: await buildAssets(),
      proofKey: keys.current('cookie').bytes,
      clock,
      random,
    },
    ...{ government: config.government, demo: config.demo, production: config.production },
    speaks: house.notices.setLanguage,
    footLinks: (lang) => [
      { href: '/lacak', label: lang === 'id' ? 'Lacak permohonan' : 'Track a request' },
      { href: '/periksa', label: lang === 'id' ? 'Periksa surat' : 'Check a paper' },
      { href: '/siapa-membuka', label: lang === 'id' ? 'Siapa membuka data saya' : 'Who opened my data' },
      { href: '/kantor', label: lang === 'id' ? 'Untuk petugas' : 'For officers' },
    ],
  });
  const web = createWeb({
    log: pino(logOptions(config.logLevel), logDestination(logTo)),
    ...{ trustProxy: config.trustProxy, version: VERSION, secure, newId: () => uuidv7(clock, random) },
    door: frame.door,
    ping: () => house.db.query({}, 'select 1'),
    showProblem: (problem, request, reply) => {
      if (!wantsPage(request)) return sendProblemJson(problem, frame.lang(request), reply);
      const { seconds } = problem.params;
      const away = problem.code.endsWith('-away') && frame.sendAway(request, reply, Number(seconds));
      if (away) return away;
      const officer = frame.officer(request);
      const around = officer ? aroundOfficer(officer.name) : frame.citizen(request) ? aroundCitizen : undefined;
      const given = {
        page: frame.page(request),
        problem,
        around,
        back: cameFrom(request),
        desk: officer !== undefined,
      };
      return frame.send(reply, ProblemPage(given), problem.status);
    },
  });
  await frame.install(web);
  await web.register(createCitizenSurface({ ...house, frame, ...(demo ? { inbox: demo.inbox } : {}) }));
  await web.register(createOfficeSurface({ ...house, frame }));
  await web.register(createApiSurface({ ...house, version: VERSION, ...(demo ? { inbox: demo.inbox } : {}) }));
  await web.register(
    createBoardSurface({ ...house, frame, clips: await readClips(config.voiceDir ?? join(ROOT, 'assets', 'voice')) }),
  );
  await web.register(createBpjsSurface(house));
  await web.register(createFhirSurface({ ...house, version: VERSION }));
  await web.ready();
  return web;
}
