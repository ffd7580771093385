/** Writes what a call of the loader did: a line of JSON for people, and a line of metrics (EMF) for alarms. */
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { LoaderReport } from "./handler.ts";

const {
  POWERTOOLS_SERVICE_NAME: SERVICE = "clickstream-loader",
  POWERTOOLS_METRICS_NAMESPACE: NAMESPACE = "Clickstream",
} = process.env;

export interface Telemetry {
  report(report: LoaderReport): void;
  onFailure(name: string, reason: string): void;
}

/** The alarms in `examples/infrastructure` read these names. */
const COUNTS = {
  stored: "LoadedEvents",
  duplicates: "LoadedDuplicates",
  quarantined: "Quarantined",
  unreadable: "Unreadable",
} as const satisfies Partial<Record<keyof LoaderReport, string>>;

export function createTelemetry(): Telemetry {
  const logger = new Logger({ serviceName: SERVICE });
  const metrics = new Metrics({ namespace: NAMESPACE, serviceName: SERVICE });
  return {
    report(report) {
      logger.info("load", { ...report });
      for (const [field, name] of Object.entries(COUNTS) as [keyof typeof COUNTS, string][]) {
        metrics.addMetric(name, MetricUnit.Count, report[field]);
      }
      // How long events wait between bucket and warehouse. A call that loaded nothing says nothing about it.
      if (report.delayMs !== undefined) metrics.addMetric("LoadDelay", MetricUnit.Milliseconds, report.delayMs);
      metrics.publishStoredMetrics();
    },
    onFailure(name, reason) {
      logger.warn("not loaded", { name, reason });
    },
  };
}
