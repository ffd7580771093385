/** The alarms read what the ingest counts, under the names that it gives. */
import { afterAll, expect, test, vi } from "vitest";
import type { JsonObject } from "./cloudformation.ts";
import { resolveSam } from "./sam.ts";

interface EmbeddedMetrics {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  readonly service: string;
}

interface AlarmedMetric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly JsonObject[];
}

const RESOURCES = Object.values(resolveSam({ ExpectSteadyTraffic: "on", EnvironmentName: "my-shop" }).Resources);

/** Of single metrics and of those within an expression. */
function listAlarmedMetrics(): readonly AlarmedMetric[] {
  return RESOURCES.filter(({ Type }) => Type === "AWS::CloudWatch::Alarm").flatMap(({ Properties }) => {
    const parts = (Properties["Metrics"] ?? []) as readonly {
      readonly MetricStat?: { readonly Metric: AlarmedMetric };
    }[];
    return [Properties as unknown as AlarmedMetric, ...parts.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])];
  });
}

afterAll(() => {
  vi.unstubAllEnvs();
});

test("every count that an alarm reads is written by a function with the template's environment", async () => {
  const ingest = RESOURCES.find(({ Properties }) => Properties["FunctionName"] === "my-shop-lambda-ingest");
  const { Variables } = ingest?.Properties["Environment"] as { readonly Variables: Readonly<Record<string, string>> };
  for (const [name, value] of Object.entries(Variables)) vi.stubEnv(name, value);
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const { createMetricReport } = await import("../../examples/ingest-lambda/src/answer/telemetry.ts");

  createMetricReport()({ level: "info", message: "ingest", request_id: "1", duration_ms: 1, status: 200, codes: {} });

  const line = JSON.parse(String(write.mock.calls[0]?.[0])) as EmbeddedMetrics;
  const written = line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.map(({ Name }) => ({
      Namespace,
      MetricName: Name,
      Dimensions: Dimensions.flat().map((name) => ({ Name: name, Value: line[name as "service"] })),
    })),
  );
  const read = listAlarmedMetrics()
    .filter(({ Namespace }) => Namespace === "Clickstream")
    .map(({ Namespace, MetricName, Dimensions }) => ({ Namespace, MetricName, Dimensions }));
  expect(new Set(read.map(({ MetricName }) => MetricName))).toEqual(
    new Set(["Stored", "Received", "Retry", "Rejected", "Unaccounted"]),
  );
  for (const metric of read) expect(written).toContainEqual(metric);
});
