/** Pages whose other scripts are hostile, while the server is out. All is stored before the visitor leaves. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Behaviour } from "../behaviour.ts";
import type { Environment, Task } from "../environment.ts";
import { HOSTILE_SCRIPTS, type HostileScript } from "../page/hostile-scripts.ts";
import type { FirstVisit, Scenario } from "../scenario.ts";
import { HOST_TASK, OUTAGE_MS } from "./hostile-task.ts";
import { stayOpen } from "./next-visit.ts";

const OUT: Behaviour = { kind: "refuse", status: 503 };

export const HOSTILE_PAGES: readonly Scenario[] = [
  ...HOSTILE_SCRIPTS.map(meet),
  {
    id: "H44",
    title: "more events than may wait",
    isSideBySide: true,
    expected: { lost: 100, dropped: 100 },
    run: (environment) => endure(environment, { ...HOST_TASK, count: 2_100, everyMs: 0 }),
  },
];

function meet({ id, title, outage, isClosedOffline = false, expected }: HostileScript): Scenario {
  const task = { ...HOST_TASK, host: id };
  return {
    id,
    title,
    isSideBySide: true,
    expected: { isDeliveredAtOnce: true, ...expected },
    run: (environment) => (isClosedOffline ? closeOffline(environment, task) : endure(environment, task, outage)),
  };
}

async function endure({ collector, visit }: Environment, task: Task, outage = OUT): Promise<FirstVisit> {
  collector.behave(outage);
  const { tab, tracked } = await visit(task);
  await Promise.all([tracked(), sleep(OUTAGE_MS)]);
  collector.behave({ kind: "normal" });
  return stayOpen(tab);
}

async function closeOffline({ collector, site, visit }: Environment, task: Task): Promise<FirstVisit> {
  await collector.goOffline();
  const { tab, tracked } = await visit(task);
  await tracked();
  await tab.goto(`${site.url}/left`);
  await collector.goOnline();
  return stayOpen(tab);
}
