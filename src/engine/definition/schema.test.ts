import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { blockSchema, definitionSchema, overlaySchema } from './index.ts';

const root = join(import.meta.dirname, '../../..');
const published = (name: string): unknown => JSON.parse(readFileSync(join(root, 'docs/schema', name), 'utf8'));

it('is what docs/schema publishes', () => {
  expect(published('service.schema.json')).toEqual(definitionSchema());
  expect(published('block.schema.json')).toEqual(blockSchema());
  expect(published('overlay.schema.json')).toEqual(overlaySchema());
});

type Node = { readonly [key: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

const defs = (definitionSchema() as Node).$defs as Node;
const isDescribed = ({ $ref }: Node): boolean => {
  const target = typeof $ref === 'string' ? defs[$ref.replace('#/$defs/', '')] : undefined;
  return isNode(target) && (target.description !== undefined || isDescribed(target));
};

function undescribed(node: unknown, path: string): readonly string[] {
  if (!isNode(node)) return [];
  const properties = isNode(node.properties) ? node.properties : {};
  const own = Object.entries(properties)
    .filter(([, value]) => isNode(value) && value.description === undefined && !isDescribed(value))
    .map(([name]) => `${path}.${name}`);
  return [...own, ...Object.entries(node).flatMap(([key, value]) => undescribed(value, `${path}/${key}`))];
}

it('describes every key', () => {
  expect(undescribed(definitionSchema(), '')).toEqual([]);
});

it('accepts the services and refuses a slip, in an editor that knows no more than the schema', () => {
  const check = new Ajv2020({ strict: false }).compile(definitionSchema() as object);
  const sktm = parse(readFileSync(join(root, 'services/daerah/32.76/sktm/service.yaml'), 'utf8')) as Node;
  expect(check(sktm)).toBe(true);
  expect(check({ ...sktm, tittle: 'x' })).toBe(false);
  expect(check({ ...sktm, owner: 32.76 })).toBe(false);
});
