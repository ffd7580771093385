/** The page under test: it tracks what its address asks for, and reports to the site that served it. */
import { createTracker } from "../../../../src/index.ts";
import { buildPath, buildQuery, parsePlan, planNext } from "../plan.ts";
import { canStore, copySession, fillStorage, snapshotSession, throwFromStorage } from "./hostile-storage.ts";
import { report, reportExceptions } from "./report.ts";
import { takeKeepaliveQuota } from "./take-keepalive-quota.ts";

const plan = parsePlan(location.search);

reportExceptions();
copySession(plan.session);
if (plan.storage === "throws") throwFromStorage();
if (plan.storage === "full") fillStorage();
// Its script was first in the page, so its listeners run first when the page is hidden.
if (plan.isKeepaliveQuotaTaken) takeKeepaliveQuota();

const { endpoint, requestTimeoutMs } = plan;
const tracker = createTracker({ endpoint, requestTimeoutMs });
// The automation of a browser waits for the load; what happens before it would race with that.
window.addEventListener("load", () => setTimeout(run));

function run(): void {
  // A visitor's page is seldom silent, and what it sends reports on the streams before it.
  if (plan.count === 0) tracker.track("page_view");
  if (plan.everyMs === 0) {
    for (let index = 0; index < plan.count; index++) trackNext(index);
    finish();
    return;
  }
  // By the clock: timers of a page out of view run once a second.
  const startMs = performance.now();
  let index = 0;
  const timer = setInterval(() => {
    const due = Math.min(plan.count, (performance.now() - startMs) / plan.everyMs);
    while (index < due) trackNext(index++);
    if (index < plan.count) return;
    clearInterval(timer);
    finish();
  }, plan.everyMs);
}

function trackNext(index: number): void {
  tracker.track("search", { query: buildQuery(plan.first + index) });
}

function finish(): void {
  if (plan.hops > 1) {
    location.href = buildPath(planNext(plan));
    return;
  }
  report({ kind: "tracked", first: plan.first, session: snapshotSession(), canStore: canStore() });
}
