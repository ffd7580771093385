/** Writes log entries for CloudWatch: a line of JSON for people, and a line of metrics (EMF) for alarms. */
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { LogEntry } from "./log.ts";

export type Report = (entry: LogEntry) => void;

/** Powertools' own variables: with them, several ingests in one account count separately. */
const {
  POWERTOOLS_SERVICE_NAME: SERVICE = "clickstream-ingest",
  POWERTOOLS_METRICS_NAMESPACE: NAMESPACE = "Clickstream",
} = process.env;

/** `POWERTOOLS_LOG_LEVEL=WARN` leaves out the requests without a fault. The metrics still count them. */
export function createLogReport(): Report {
  const logger = new Logger({ serviceName: SERVICE });
  return ({ level, message, ...fields }) => {
    logger[level](message, fields);
  };
}

/** The alarms in `examples/infrastructure` read these names. */
const COUNTS = {
  received: "Received",
  stored: "Stored",
  duplicate: "Duplicate",
  rejected: "Rejected",
  optedOut: "OptedOut",
  retry: "Retry",
} as const;

/** `Unaccounted`: received events that the answer does not count. It is 0, unless the ingest has a fault. */
export function createMetricReport(): Report {
  const metrics = new Metrics({ namespace: NAMESPACE, serviceName: SERVICE });
  return (entry) => {
    const { received = 0, stored = 0, duplicate = 0, rejected = 0, retry = 0 } = entry;
    // An opted-out visitor's events are rejected on purpose, which must raise no alarm.
    const optedOut = entry.codes["opted_out"] ?? 0;
    const counts = { received, stored, duplicate, rejected: rejected - optedOut, optedOut, retry };
    for (const [field, name] of Object.entries(COUNTS) as [keyof typeof COUNTS, string][]) {
      metrics.addMetric(name, MetricUnit.Count, counts[field]);
    }
    metrics.addMetric("Unaccounted", MetricUnit.Count, received - stored - duplicate - rejected - retry);
    metrics.addMetric("Refused", MetricUnit.Count, entry.received === undefined && entry.status < 500 ? 1 : 0);
    metrics.addMetric("Failed", MetricUnit.Count, entry.status >= 500 ? 1 : 0);
    metrics.addMetric("Duration", MetricUnit.Milliseconds, entry.duration_ms);
    metrics.publishStoredMetrics();
  };
}
