import type { Page } from 'playwright-core';
import { press, type Stage } from './browse.ts';
import { answerAll, daysAgo, scanned } from './form.ts';
import { peopleOf, witnesses } from './walk.ts';

/** Keys of the cast, and how the child is called. */
export type NewFamily = {
  readonly by: string;
  readonly mother: string;
  readonly father: string;
  readonly child: string;
  readonly sex?: 'male' | 'female';
};

/** A parent reports a birth, one question after the other, up to where all answers stand to be checked. */
export async function reportBirth(
  { h }: Stage,
  page: Page,
  family: NewFamily,
  birthStatement: Buffer = scanned(),
): Promise<void> {
  const name = (key: string) => peopleOf(h).find((one) => one.key === key)?.name ?? '';
  const [one, two] = witnesses(h, [family.mother, family.father]);
  await page.goto('/layanan/akta-kelahiran');
  await page.getByRole('link', { name: 'Mulai' }).click();
  await press(page, 'Saya mengerti');
  await answerAll(page, {
    ...{ reporterRelation: 'parent', origin: 'parents', 'child.name': family.child },
    ...{ 'child.sex': family.sex ?? 'female', ...daysAgo('child.birthDate', 20) },
    ...{ 'child.birthTime.h': '04', 'child.birthTime.i': '15', 'child.placeKind': 'hospital' },
    ...{ 'child.birthPlace': { seek: 'Depok' }, 'child.birthKind': 'single', 'child.order': '2' },
    ...{ 'child.helper': 'midwife', 'child.weight': '3100', mother: { pick: name(family.mother) } },
    ...{ father: { pick: name(family.father) }, home: { pick: '' }, relationship: 'child' },
    ...{ pickup: { seek: 'Kemiri Muka' }, 'witness1.nik': one?.nik ?? '', 'witness2.nik': two?.nik ?? '' },
    ...{ birthStatement: { file: birthStatement } },
  });
}
