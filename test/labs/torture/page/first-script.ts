/** Runs before the SDK is there: keeps what the browser brought, and makes the page as hostile as the plan asks. */
import { parsePlan } from "../plan.ts";
import { HOSTILE_SCRIPTS } from "./hostile-scripts.ts";
import { createReport, listenToExceptions } from "./report.ts";
import type { Native } from "./torture-window.ts";

const plan = parsePlan(location.search);
const native: Native = {
  setTimeout: window.setTimeout.bind(window),
  setInterval: window.setInterval.bind(window),
  clearInterval: window.clearInterval.bind(window),
  fetch: window.fetch.bind(window),
  elapsed: performance.now.bind(performance),
};
const report = createReport(native);
const reportExceptions = (): void => listenToExceptions(report);

reportExceptions();
const script = HOSTILE_SCRIPTS.find(({ id }) => id === plan.host);
window.torture = { plan, native, report, reportExceptions, ready: script?.before?.(native, plan) || undefined };
