/** The page under test: it tracks what its address asks for, and reports to the site that served it. */
import { createTracker, type Tracker } from "../../../../src/index.ts";
import { buildPath, buildQuery, planNext } from "../plan.ts";
import { HOSTILE_SCRIPTS } from "./hostile-scripts.ts";
import { canStore, copySession, fillStorage, snapshotSession, throwFromStorage } from "./hostile-storage.ts";
import { takeKeepaliveQuota } from "./take-keepalive-quota.ts";
import { trackWhileLeaving } from "./track-while-leaving.ts";

const { plan, native, report, ready } = window.torture;
const script = HOSTILE_SCRIPTS.find(({ id }) => id === plan.host);

if (ready) void ready.then(start);
else start();

function start(): void {
  copySession(plan.session);
  if (plan.storage === "throws") throwFromStorage();
  if (plan.storage === "full") fillStorage();
  // Its script was first in the page, so its listeners run first when the page is hidden.
  if (plan.isKeepaliveQuotaTaken) takeKeepaliveQuota();

  const { endpoint, requestTimeoutMs, flushIntervalMs } = plan;
  const options = script?.options?.(() => tracker);
  const tracker: Tracker = createTracker({ endpoint, requestTimeoutMs, flushIntervalMs, ...options });
  script?.after?.({ ...window.torture, tracker });
  const trackNext = (index: number): void => tracker.track("search", { query: buildQuery(plan.first + index) });
  if (plan.isTrackedWhileLeaving) trackWhileLeaving(plan.count, trackNext);

  // The automation of a browser waits for the load; what happens before it would race with that.
  const begin = (): unknown => native.setTimeout(() => run(tracker, trackNext), 0);
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin);
}

function run(tracker: Tracker, trackNext: (index: number) => void): void {
  // A visitor's page is seldom silent, and what it sends reports on the streams before it.
  if (plan.count === 0) tracker.track("page_view");
  if (plan.everyMs === 0) {
    for (let index = 0; index < plan.count && !plan.isTrackedWhileLeaving; index++) trackNext(index);
    finish();
    return;
  }
  // By the clock: timers of a page out of view run once a second.
  const startMs = native.elapsed();
  let index = 0;
  const timer = native.setInterval(() => {
    const due = Math.min(plan.count, (native.elapsed() - startMs) / plan.everyMs);
    while (index < due) trackNext(index++);
    if (index < plan.count) return;
    native.clearInterval(timer);
    finish();
  }, plan.everyMs);
}

function finish(): void {
  if (plan.hops > 1) {
    location.href = buildPath(planNext(plan));
    return;
  }
  report({ kind: "tracked", first: plan.first, session: snapshotSession(), canStore: canStore() });
}
