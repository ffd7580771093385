/** The Lambda function: reads its environment once and handles each request of `POST /clickstream`. */
import { createHandler } from "./handler.ts";
import { readRules, readStore } from "./settings.ts";
import { createLogReport, createMetricReport } from "./answer/telemetry.ts";

const reports = [createLogReport(), createMetricReport()];

export const handler = createHandler({
  ...readRules(process.env),
  store: readStore(process.env),
  log(entry) {
    for (const report of reports) report(entry);
  },
});
