/** The alarms of both templates: each watches its metric against its threshold. docs/runbook.md describes them. */
import { describe, expect, test } from "vitest";
import { DEFAULTS, EVERYTHING, TOPIC } from "./choices.ts";
import type { JsonObject } from "./cloudformation.ts";
import { createReader, TEMPLATES } from "./read-resources.ts";

const API = "<AWS::ApiGatewayV2::Api my-shop-http-api>";

describe.each(TEMPLATES)("the alarms of %s", { timeout: 60_000 }, (template) => {
  const { list, propertiesOf } = createReader(template);

  const ABOVE = { ComparisonOperator: "GreaterThanThreshold", TreatMissingData: "notBreaching" };
  const BELOW_OR_MISSING = { ComparisonOperator: "LessThanThreshold", TreatMissingData: "breaching" };

  const ofApi = { Namespace: "AWS/ApiGateway", Dimensions: [{ Name: "ApiId", Value: API }] };
  const ofFunction = {
    Namespace: "AWS/Lambda",
    Dimensions: [{ Name: "FunctionName", Value: "<AWS::Lambda::Function my-shop-lambda-ingest>" }],
  };
  const ofEvents = { Namespace: "Clickstream", Dimensions: [{ Name: "service", Value: "my-shop-lambda-ingest" }] };

  const expression = (text: string) => ({ Expression: text, ReturnData: true });
  const part = (Id: string, Metric: object, Stat = "Sum") => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric, Period: 300, Stat },
  });

  test.each([
    {
      name: "server-errors",
      alarm: { ...ABOVE, Threshold: 1, EvaluationPeriods: 2 },
      metrics: [
        expression("100 * failed / requests"),
        part("failed", { ...ofApi, MetricName: "5xx" }),
        part("requests", { ...ofApi, MetricName: "Count" }),
      ],
    },
    {
      name: "client-errors",
      alarm: { ...ABOVE, Threshold: 5, EvaluationPeriods: 3 },
      metrics: [
        expression("100 * refused / requests"),
        part("refused", { ...ofApi, MetricName: "4xx" }),
        part("requests", { ...ofApi, MetricName: "Count" }),
      ],
    },
    {
      name: "request-rate",
      alarm: { ...ABOVE, Threshold: 80, EvaluationPeriods: 1 },
      metrics: [
        expression("100 * requests / PERIOD(requests) / 50"),
        part("requests", { ...ofApi, MetricName: "Count" }),
      ],
    },
    {
      name: "function-errors",
      alarm: { ...ABOVE, Threshold: 0, EvaluationPeriods: 1 },
      metric: { ...ofFunction, MetricName: "Errors", Statistic: "Sum", Period: 300 },
    },
    {
      name: "function-throttles",
      alarm: { ...ABOVE, Threshold: 0, EvaluationPeriods: 1 },
      metric: { ...ofFunction, MetricName: "Throttles", Statistic: "Sum", Period: 300 },
    },
    {
      name: "function-duration",
      alarm: { ...ABOVE, Threshold: 5_000, EvaluationPeriods: 2 },
      metric: { ...ofFunction, MetricName: "Duration", ExtendedStatistic: "p99", Period: 300 },
    },
    {
      name: "function-concurrency",
      alarm: { ...ABOVE, Threshold: 80, EvaluationPeriods: 1 },
      metrics: [
        expression("100 * running / 20"),
        part("running", { ...ofFunction, MetricName: "ConcurrentExecutions" }, "Maximum"),
      ],
    },
    {
      name: "events-not-stored",
      alarm: { ...ABOVE, Threshold: 1, EvaluationPeriods: 2 },
      metrics: [
        expression("100 * retry / received"),
        part("retry", { ...ofEvents, MetricName: "Retry" }),
        part("received", { ...ofEvents, MetricName: "Received" }),
      ],
    },
    {
      name: "events-rejected",
      alarm: { ...ABOVE, Threshold: 1, EvaluationPeriods: 3 },
      metrics: [
        expression("100 * rejected / received"),
        part("rejected", { ...ofEvents, MetricName: "Rejected" }),
        part("received", { ...ofEvents, MetricName: "Received" }),
      ],
    },
    {
      name: "events-unaccounted",
      alarm: { ...ABOVE, Threshold: 0, EvaluationPeriods: 1 },
      metric: { ...ofEvents, MetricName: "Unaccounted", Statistic: "Sum", Period: 300 },
    },
    {
      name: "event-flood",
      alarm: { ...ABOVE, Threshold: 7_000, EvaluationPeriods: 1 },
      metric: { ...ofEvents, MetricName: "Stored", Statistic: "Sum", Period: 3_600 },
    },
    {
      name: "silence",
      alarm: { ...BELOW_OR_MISSING, Threshold: 1, EvaluationPeriods: 1 },
      metric: { ...ofEvents, MetricName: "Stored", Statistic: "Sum", Period: 3_600 },
    },
  ])("$name watches its metric against its threshold, and notifies the topic", ({ name, alarm, metric, metrics }) => {
    const { AlarmDescription, Metrics, ...properties } = propertiesOf(
      "AWS::CloudWatch::Alarm",
      EVERYTHING,
      `my-shop-${name}`,
    ) as JsonObject;

    expect(properties).toEqual({ AlarmName: `my-shop-${name}`, AlarmActions: [TOPIC], ...alarm, ...metric });
    expect(AlarmDescription).toMatch(new RegExp(`^[A-Z].*[.] docs/runbook[.]md#${name}$`));
    // The order of the parts means nothing.
    expect((Metrics ?? []) as readonly unknown[]).toHaveLength(metrics?.length ?? 0);
    expect(Metrics ?? []).toEqual(expect.arrayContaining(metrics ?? []));
  });

  test("notify nobody and leave out silence by default", () => {
    const alarms = list("AWS::CloudWatch::Alarm", DEFAULTS).map(({ Properties }) => Properties);

    expect(alarms.length).toBeGreaterThan(0);
    for (const alarm of alarms) {
      expect(alarm).not.toHaveProperty("AlarmActions");
      expect(alarm["AlarmName"]).not.toBe("clickstream-silence");
    }
  });
});
