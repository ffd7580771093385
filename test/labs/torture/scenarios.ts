/** All scenarios: each row of the peers' table, and those that the table lacks. */
import type { Scenario } from "./scenario.ts";
import { BAD_STORAGE } from "./scenarios/bad-storage.ts";
import { HEALTHY_SERVER } from "./scenarios/healthy-server.ts";
import { CRASHES } from "./scenarios/crashes.ts";
import { HOSTILE_PAGES } from "./scenarios/hostile-pages.ts";
import { HOSTILE_SERVERS } from "./scenarios/hostile-servers.ts";
import { LEAVING } from "./scenarios/leaving.ts";
import { LOST_ANSWERS } from "./scenarios/lost-answers.ts";
import { OUTAGES } from "./scenarios/outages.ts";
import { TABS_AT_ONCE } from "./scenarios/tabs.ts";

export const SCENARIOS: readonly Scenario[] = [
  ...HEALTHY_SERVER,
  ...OUTAGES,
  ...LOST_ANSWERS,
  ...CRASHES,
  ...BAD_STORAGE,
  ...TABS_AT_ONCE,
  ...LEAVING,
  ...HOSTILE_SERVERS,
  ...HOSTILE_PAGES,
];
