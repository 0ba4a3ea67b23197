import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { createUploads } from '../../platform/uploads/index.ts';
import { caseOperations } from './cases.ts';
import { catalogueOperations } from './catalogue.ts';
import { demoOperations } from './demo.ts';
import type { ApiDeps, Tools } from './deps.ts';
import { draftOperations } from './drafts.ts';
import { fileOperations } from './files.ts';
import { loginOperations } from './login.ts';
import { mount } from './mount.ts';
import { officeOperations } from './office.ts';
import { openApi } from './openapi.ts';
import { type Operation, operation } from './operation.ts';
import { paperOperations } from './papers.ts';
import { placeOperations } from './places.ts';
import { shapes } from './shape.ts';

export type { ApiDeps } from './deps.ts';

const Document = z.record(z.string(), z.unknown());
shapes.add(Document, { id: 'OpenApi' });

/** The journeys of the pages for programs: /api/v1, described at /api/openapi.json. */
export function createApiSurface(deps: ApiDeps): (web: FastifyInstance) => Promise<void> {
  const { files, clock, random, config } = deps;
  const t: Tools = { ...deps, uploads: createUploads({ files, clock, random, dir: join(config.dataDir, 'kiriman') }) };
  return (web) => web.register((inside) => mount(inside, t, operationsOf(t))) as unknown as Promise<void>;
}

function operationsOf(t: Tools): readonly Operation[] {
  const operations: Operation[] = [
    ...catalogueOperations(t),
    ...placeOperations(t),
    ...loginOperations(t),
    ...draftOperations(t),
    ...fileOperations(t),
    ...caseOperations(t),
    ...officeOperations(t),
    ...paperOperations(t),
    ...demoOperations(t),
  ];
  const description = operation({
    ...{ id: 'describe', method: 'GET', path: '/openapi.json', tag: 'description', need: 'anyone', change: 'nothing' },
    ...{ summary: 'This document, made of the operations and of every published service', status: 200, answer: Document },
    run: async ({ reply }) => {
      const services = [...(await t.catalogue.current()).values()];
      reply.header('cache-control', 'no-cache');
      return { body: openApi([...operations, description], services, t.version) };
    },
  });
  return [...operations, description];
}
