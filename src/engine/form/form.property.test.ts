import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { akta, inputs, kk, ktp, sktm } from '../../../tests/support/four-services.ts';
import type { Json } from '../../kernel/json.ts';
import type { Definition, Profile } from '../definition/model.ts';
import { parseScreen, screenFields, settle } from './index.ts';
import type { Answers } from './model.ts';

const all = [sktm, akta, kk, ktp];
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true }),
    fc.string(),
    fc.constantFrom('2026-02-30', '2026-11-01', 'yes', '0-0001', '9976014503900001', '__proto__'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom('nik', 'member', 'of', 'code', 'item', 'shdk', 'id', 'kind', 'region', 'village', 'constructor'),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value as fc.Arbitrary<Json>;
const profile = fc.constantFrom<Profile>('own', 'match', 'manual');
const idsOf = (definition: Definition) => definition.pages.flatMap((page) => page.questions.map(({ id }) => id));
const anything = fc
  .constantFrom(...all)
  .chain((definition) =>
    fc.tuple(
      fc.constant(definition),
      fc.dictionary(fc.constantFrom(...idsOf(definition), 'stranger', '__proto__'), json, { maxKeys: 12 }),
      profile,
    ),
  );

describe('whatever was answered', () => {
  it('settling never throws, keeps only visible answers, and changes nothing the second time', () => {
    fc.assert(
      fc.property(anything, ([definition, answers, register]) => {
        const settled = settle(definition, answers as Answers, inputs(register));
        const visible = new Set(settled.screens.flatMap(({ questions }) => questions));
        expect(Object.keys(settled.answers).every((id) => visible.has(id))).toBe(true);
        expect(settled.complete).toBe(settled.issues.length === 0 && settled.refusals.length === 0 && !settled.allow);
        if (settled.complete) expect(settled.next).toBeUndefined();
        const again = settle(definition, settled.answers, inputs(register));
        expect(again.answers).toEqual(settled.answers);
        expect(again.issues).toEqual(settled.issues);
      }),
      { numRuns: 300 },
    );
  });

  it('every screen can be read and drawn, and its issues stand at boxes of its own', () => {
    const body = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()), fc.integer(), json), {
      maxKeys: 8,
    });
    fc.assert(
      fc.property(anything, body, ([definition, answers, register], sent) => {
        const settled = settle(definition, answers as Answers, inputs(register));
        for (const { ref, questions } of settled.screens) {
          const named = Object.fromEntries(questions.map((id) => [id, sent[id] ?? Object.values(sent)[0]]));
          const read = parseScreen(definition, ref, { ...sent, ...named }, register);
          expect(
            read.issues.every(({ question, input }) => questions.includes(question) && input.startsWith(question)),
          ).toBe(true);
          expect(
            screenFields(definition, ref, settled, inputs(register), sent).map(({ question }) => question),
          ).toEqual(questions);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('what a screen shows, sent back unchanged, is the same answer', () => {
    const answers: Answers = { purpose: 'school', institution: 'SDN 1', income: 1500000, dependants: 2, poor: true };
    const settled = settle(sktm, answers, inputs());
    for (const { ref, kind } of settled.screens) {
      if (kind === 'files') continue;
      const body: Record<string, unknown> = {};
      for (const { inputs: boxes } of screenFields(sktm, ref, settled, inputs())) {
        for (const box of boxes)
          body[box.name] =
            box.options.length > 0
              ? box.options.filter(({ selected }) => selected).map(({ value }) => value)
              : box.value;
      }
      for (const [id, value] of Object.entries(parseScreen(sktm, ref, body).values)) expect(value).toEqual(answers[id]);
    }
  });
});
