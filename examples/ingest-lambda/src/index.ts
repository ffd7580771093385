/** The Lambda function: reads its environment once and handles each request of `POST /clickstream`. */
import { createLogReport, createMetricReport } from "./answer/telemetry.ts";
import { createHandler } from "./handler.ts";
import { readRules, readStore } from "./settings.ts";

const reports = [createLogReport(), createMetricReport()];

export const handler = createHandler({
  ...readRules(process.env),
  store: readStore(process.env),
  log(entry) {
    for (const report of reports) report(entry);
  },
});
