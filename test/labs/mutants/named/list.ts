/** Every fault that the tests must notice, by its intent. */
import type { Mutant } from "../mutant.ts";
import { ASKING } from "./asking.ts";
import { COMPACTING } from "./compacting.ts";
import { COUNTING } from "./counting.ts";
import { JUDGING } from "./judging.ts";
import { KEEPING } from "./keeping.ts";
import { LEAVING } from "./leaving.ts";
import { LOADING } from "./loading.ts";
import { OPERATING } from "./operating.ts";
import { PAGE } from "./page.ts";
import { RECEIVING } from "./receiving.ts";
import { SENDING } from "./sending.ts";
import { STORING } from "./storing.ts";
import { TYPING } from "./typing.ts";
import { VERIFYING } from "./verifying.ts";
import { WRITING } from "./writing.ts";

export const MUTANTS: readonly Mutant[] = [
  ...SENDING,
  ...JUDGING,
  ...LEAVING,
  ...KEEPING,
  ...COUNTING,
  ...LOADING,
  ...ASKING,
  ...PAGE,
  ...WRITING,
  ...TYPING,
  ...VERIFYING,
  ...OPERATING,
  ...COMPACTING,
  ...STORING,
  ...RECEIVING,
];
