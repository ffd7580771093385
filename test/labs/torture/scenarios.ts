/** All scenarios: each row of the peers' table, and those that the table lacks. */
import type { Scenario } from "./scenario.ts";
import { BAD_STORAGE } from "./scenarios/bad-storage.ts";
import { CALM } from "./scenarios/calm.ts";
import { DEATHS } from "./scenarios/deaths.ts";
import { LOST_ANSWERS } from "./scenarios/lost-answers.ts";
import { OUTAGES } from "./scenarios/outages.ts";
import { TABS_AT_ONCE } from "./scenarios/tabs.ts";

export const SCENARIOS: readonly Scenario[] = [
  ...CALM,
  ...OUTAGES,
  ...LOST_ANSWERS,
  ...DEATHS,
  ...BAD_STORAGE,
  ...TABS_AT_ONCE,
];
