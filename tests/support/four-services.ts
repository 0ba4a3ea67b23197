import { readDefinition, standardWorld } from '../../src/engine/definition/index.ts';
import type { Definition, Profile } from '../../src/engine/definition/model.ts';
import type { Inputs } from '../../src/engine/form/model.ts';
import type { Json } from '../../src/kernel/json.ts';
import { disk } from './tree.ts';

// The four services of the tree and a couple to whom they happen, for tests of forms.

const { world } = standardWorld({ read: disk });
const load = (id: string): Definition => {
  const { definition } = readDefinition({ read: disk }, `services/${id}/service.yaml`, world);
  if (!definition) throw new Error(id);
  return definition;
};
export const sktm = load('daerah/32.76/sktm');
export const akta = load('nasional/akta-kelahiran');
export const kk = load('nasional/kk-pisah');
export const ktp = load('nasional/ktp-hilang');

export const person = (nik: string, more: Readonly<Record<string, Json>>): Json => ({
  nik,
  name: 'Ani Lestari',
  sex: 'female',
  birthDate: '1990-03-05',
  maritalStatus: 'married',
  shdk: 'wife',
  kk: '9976010101150001',
  village: '32.76.01.1006',
  cardIssued: true,
  ...more,
});
export const ani = person('9976014503900001', {});
export const budi = person('9976010107880002', { name: 'Budi Santoso', sex: 'male', shdk: 'head' });
export const inputs = (profile: Profile = 'own'): Inputs => ({
  today: '2026-11-23',
  submittedOn: null,
  applicant: ani,
  subject: ani,
  family: { kk: '9976010101150001', village: '32.76.01.1006', members: [budi, ani] },
  profile,
});
