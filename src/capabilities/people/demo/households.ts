import type { Sex } from '../../../kernel/nik.ts';
import type { MaritalStatus, Shdk } from '../person.ts';
import type { Chance } from './chance.ts';
import { bornElsewhere, type Kin, kinOf, type NamePools, nameOf, partnerKin } from './names.ts';

/** A person before numbers and dates. Others of the household are named by their place in it. */
export type Draft = {
  readonly name: string;
  readonly sex: Sex;
  readonly age: number;
  readonly belief: string;
  readonly shdk: Shdk;
  readonly marital: MaritalStatus;
  readonly spouse?: number;
  readonly mother?: number;
  readonly father?: number;
  /** Names of parents who live elsewhere. */
  readonly motherName?: string;
  readonly fatherName?: string;
};

type Made = Omit<Draft, 'name' | 'belief'> & { readonly kin: Kin };
type Build = { readonly chance: Chance; readonly pools: NamePools; readonly region: string };

const KINDS = {
  couple: 9,
  parents: 52,
  singleMother: 9,
  singleFather: 2,
  alone: 7,
  threeGenerations: 9,
  youngCoupleInside: 5,
  grandparents: 3,
  orphans: 1.5,
  lodgers: 2.5,
} as const;
type Kind = keyof typeof KINDS;

/** One plausible household of a region, the head first. Every lawful shape occurs: no "father, mother, children" is taken for granted. */
export function household(chance: Chance, pools: NamePools, region: string): readonly Draft[] {
  const build = { chance, pools, region };
  const made = BUILDERS[chance.weighted<Kind>(KINDS)](build);
  // Brothers and sisters have one parent who lives elsewhere, not each another.
  const absent = new Map<string, string>();
  return made.map(({ kin, ...one }): Draft => {
    const siblings = `${one.mother ?? '-'} ${one.father ?? '-'}`;
    const parent = (sex: Sex): string => {
      const key = one.mother === undefined && one.father === undefined ? '' : `${sex} ${siblings}`;
      const name = absent.get(key) ?? parentName(build, sex, one.age, kin);
      if (key !== '') absent.set(key, name);
      return name;
    };
    return {
      ...one,
      name: nameOf(chance, pools, kin, one.sex, one.age),
      belief: kin.belief,
      ...(one.mother === undefined ? { motherName: parent('female') } : {}),
      ...(one.father === undefined ? { fatherName: parent('male') } : {}),
    };
  });
}

const parentName = ({ chance, pools }: Build, sex: Sex, age: number, kin: Kin): string =>
  sex === 'male'
    ? nameOf(chance, pools, kin, sex, age + 28)
    : nameOf(chance, pools, bornElsewhere(chance, pools, kin), sex, age + 25);

function couple(build: Build, age: number): Made[] {
  const { chance, pools, region } = build;
  const kin = kinOf(chance, pools, region);
  const marital: MaritalStatus = chance.likely(0.05) ? 'marriedUnrecorded' : 'married';
  const wifeAge = Math.max(19, age - chance.whole(-2, 6));
  const wifeHeads = chance.likely(0.02);
  const man: Made = { kin, sex: 'male', age, shdk: wifeHeads ? 'husband' : 'head', marital, spouse: wifeHeads ? 0 : 1 };
  const woman: Made = {
    kin: partnerKin(chance, pools, region, kin),
    sex: 'female',
    age: wifeAge,
    shdk: wifeHeads ? 'head' : 'wife',
    marital,
    spouse: wifeHeads ? 1 : 0,
  };
  return wifeHeads ? [woman, man] : [man, woman];
}

/** Children of parents who stand in the list; those of 30 and more have moved out. */
function children(
  build: Build,
  made: readonly Made[],
  mother: number,
  father: number | undefined,
  shdk: Shdk,
  most: number,
): Made[] {
  const { chance } = build;
  const born = made[mother]?.age ?? 30;
  const oldest = Math.min(born - chance.whole(19, 27), 29);
  const kin = (father === undefined ? made[mother] : made[father])?.kin ?? kinOf(chance, build.pools, build.region);
  const list: Made[] = [];
  for (let age = oldest; age >= 0 && born - age < 45 && list.length < most; age -= chance.whole(1, 5))
    list.push({
      kin,
      sex: chance.likely(0.51) ? 'male' : 'female',
      age,
      shdk,
      marital: 'single',
      mother,
      ...(father === undefined ? {} : { father }),
    });
  return list;
}

const usualSize = (chance: Chance): number => Number(chance.weighted({ 0: 6, 1: 24, 2: 36, 3: 22, 4: 9, 5: 3 }));

function parents(build: Build, most = usualSize(build.chance)): Made[] {
  const made = couple(build, build.chance.whole(23, 58));
  const father = made.findIndex((one) => one.sex === 'male');
  return [...made, ...children(build, made, 1 - father, father, 'child', most)];
}

function single(build: Build, sex: Sex, age: number): Made {
  const { chance, pools, region } = build;
  const marital = chance.weighted<MaritalStatus>(
    age > 55 ? { widowed: 7, divorced: 2, single: 1 } : { divorced: 5, widowed: 3, divorcedUnrecorded: 1, single: 2 },
  );
  return { kin: kinOf(chance, pools, region), sex, age, shdk: 'head', marital };
}

const BUILDERS: Readonly<Record<Kind, (build: Build) => readonly Made[]>> = {
  couple: (build) => couple(build, build.chance.likely(0.4) ? build.chance.whole(21, 32) : build.chance.whole(55, 80)),
  parents: (build) => parents(build),
  singleMother: (build) => {
    const mother = single(build, 'female', build.chance.whole(22, 60));
    return [mother, ...children(build, [mother], 0, undefined, 'child', build.chance.whole(1, 4))];
  },
  singleFather: (build) => {
    const father = single(build, 'male', build.chance.whole(25, 60));
    return [
      father,
      ...children(build, [father], 0, undefined, 'child', 3).map(({ mother: _, ...child }) => ({
        ...child,
        father: 0,
      })),
    ];
  },
  alone: (build) => [single(build, build.chance.likely(0.5) ? 'male' : 'female', build.chance.whole(18, 85))],
  threeGenerations: (build) => {
    const made = parents(build, 3);
    const child = build.chance.whole(0, 1);
    const sex: Sex = build.chance.likely(0.75) ? 'female' : 'male';
    const age = (made[child]?.age ?? 40) + build.chance.whole(20, 30);
    const kin = made[child]?.kin ?? kinOf(build.chance, build.pools, build.region);
    const elder: Made = { kin, sex, age, shdk: child === 0 ? 'parent' : 'parentInLaw', marital: 'widowed' };
    const linked = made.map((one, index) =>
      index === child ? { ...one, [sex === 'female' ? 'mother' : 'father']: made.length } : one,
    );
    return [...linked, elder];
  },
  youngCoupleInside: (build) => {
    const made = couple(build, build.chance.whole(46, 60)).map((one) => ({ ...one, age: Math.max(44, one.age) }));
    const father = made.findIndex((one) => one.sex === 'male');
    const kin = made[father]?.kin ?? kinOf(build.chance, build.pools, build.region);
    const age = build.chance.whole(20, 25);
    const son: Made = {
      kin,
      sex: 'male',
      age,
      shdk: 'child',
      marital: 'married',
      spouse: 3,
      mother: 1 - father,
      father,
    };
    const wife: Made = {
      kin: partnerKin(build.chance, build.pools, build.region, kin),
      sex: 'female',
      age: Math.max(19, age - build.chance.whole(0, 3)),
      shdk: 'childInLaw',
      marital: 'married',
      spouse: 2,
    };
    const all = [...made, son, wife];
    return build.chance.likely(0.6)
      ? [...all, { ...newborn(build, kin), age: build.chance.whole(0, 1), mother: 3, father: 2 }]
      : all;
  },
  grandparents: (build) => {
    const made = couple(build, build.chance.whole(55, 72));
    const kin = made[0]?.kin ?? kinOf(build.chance, build.pools, build.region);
    const count = build.chance.whole(1, 2);
    return [
      ...made,
      ...Array.from({ length: count }, () => ({ ...newborn(build, kin), age: build.chance.whole(2, 15) })),
    ];
  },
  orphans: (build) => {
    const aunt = single(build, build.chance.likely(0.6) ? 'female' : 'male', build.chance.whole(30, 60));
    const count = build.chance.whole(1, 3);
    const young = (): Made => ({ ...newborn(build, aunt.kin), shdk: 'otherKin', age: build.chance.whole(3, 16) });
    return [aunt, ...Array.from({ length: count }, young)];
  },
  lodgers: (build) => {
    const made = parents(build, 2);
    const { chance, pools, region } = build;
    const sex: Sex = chance.likely(0.6) ? 'female' : 'male';
    const shdk = chance.weighted<Shdk>({ otherKin: 5, helper: 3, other: 2 });
    return [...made, { kin: kinOf(chance, pools, region), sex, age: chance.whole(17, 45), shdk, marital: 'single' }];
  },
};

const newborn = ({ chance }: Build, kin: Kin): Made => ({
  kin,
  sex: chance.likely(0.51) ? 'male' : 'female',
  age: chance.whole(0, 3),
  shdk: 'grandchild',
  marital: 'single',
});
