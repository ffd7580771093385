/** The alarms of the API, of the function and of the events. docs/runbook.md has a section for each. */
import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, MathExpression, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import type { MetricOptions } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import type { Function } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import type { OptionValues } from "../options/options.ts";

interface AlarmOptions extends Pick<
  OptionValues,
  "environmentName" | "rateLimit" | "reservedConcurrency" | "expectSteadyTraffic" | "maxEventsPerHour" | "alarmTopicArn"
> {
  readonly api: HttpApi;
  readonly ingest: Function;
}

interface AlarmRule {
  readonly name: string;
  readonly description: string;
  readonly metric: Metric | MathExpression;
  readonly threshold: number;
  /** How many periods in a row. @default 1 */
  readonly periods?: number;
  /** @default "above": more than the threshold alarms, missing data does not */
  readonly alarms?: "above" | "below_or_silent";
}

/** The function's own metrics: ingest-lambda/src/answer/telemetry.ts. */
const EVENT_NAMESPACE = "Clickstream";

const FIVE_MINUTES = Duration.minutes(5);

export function createAlarms(scope: Construct, options: AlarmOptions): void {
  const { environmentName, alarmTopicArn } = options;
  const topic = alarmTopicArn === "" ? undefined : Topic.fromTopicArn(scope, "AlarmTopic", alarmTopicArn);
  for (const { name, description, metric, threshold, periods = 1, alarms = "above" } of listRules(options)) {
    const alarm = new Alarm(scope, toId(name), {
      alarmName: `${environmentName}-${name}`,
      alarmDescription: `${description} docs/runbook.md#${name}`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator:
        alarms === "above" ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: alarms === "above" ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    });
    if (topic) alarm.addAlarmAction(new SnsAction(topic));
  }
}

function listRules(options: AlarmOptions): readonly AlarmRule[] {
  const { api, ingest, environmentName, rateLimit, reservedConcurrency } = options;
  const sum: MetricOptions = { statistic: "Sum", period: FIVE_MINUTES };
  const requests = api.metricCount(sum);
  const events = (metricName: string, period = FIVE_MINUTES): Metric =>
    new Metric({
      namespace: EVENT_NAMESPACE,
      metricName,
      dimensionsMap: { service: `${environmentName}-lambda-ingest` },
      statistic: "Sum",
      period,
    });
  const percent = (expression: string, usingMetrics: Record<string, Metric>): MathExpression =>
    new MathExpression({ expression: `100 * ${expression}`, usingMetrics, period: FIVE_MINUTES });

  return [
    {
      name: "server-errors",
      description: "More than 1 % of requests were answered 5xx. Pages keep their events and send them again.",
      metric: percent("failed / requests", { failed: api.metricServerError(sum), requests }),
      threshold: 1,
      periods: 2,
    },
    {
      name: "client-errors",
      description: "More than 5 % of requests were answered 4xx.",
      metric: percent("refused / requests", { refused: api.metricClientError(sum), requests }),
      threshold: 5,
      periods: 3,
    },
    {
      name: "request-rate",
      description: "The request rate is above 80 % of the gateway's rate limit.",
      metric: percent(`requests / PERIOD(requests) / ${String(rateLimit)}`, { requests }),
      threshold: 80,
    },
    {
      name: "function-errors",
      description: "The function crashed, ran out of memory or timed out.",
      metric: ingest.metricErrors(sum),
      threshold: 0,
    },
    {
      name: "function-throttles",
      description: "Lambda throttled the function, since its concurrency limit was reached.",
      metric: ingest.metricThrottles(sum),
      threshold: 0,
    },
    {
      name: "function-duration",
      description: "The slowest 1 % of requests took more than 5 s. Pages give up after 10 s.",
      metric: ingest.metricDuration({ statistic: "p99", period: FIVE_MINUTES }),
      threshold: 5_000,
      periods: 2,
    },
    ...(reservedConcurrency === 0
      ? []
      : [
          {
            name: "function-concurrency",
            description: "More than 80 % of the function's reserved concurrency is in use.",
            metric: percent(`running / ${String(reservedConcurrency)}`, {
              running: ingest.metric("ConcurrentExecutions", { statistic: "Maximum", period: FIVE_MINUTES }),
            }),
            threshold: 80,
          },
        ]),
    {
      name: "events-not-stored",
      description: "More than 1 % of events could not be stored. Pages keep them and send them again.",
      metric: percent("retry / received", { retry: events("Retry"), received: events("Received") }),
      threshold: 1,
      periods: 2,
    },
    {
      name: "events-rejected",
      description: "More than 1 % of events were rejected. Pages drop them.",
      metric: percent("rejected / received", { rejected: events("Rejected"), received: events("Received") }),
      threshold: 1,
      periods: 3,
    },
    {
      name: "events-unaccounted",
      description: "The ingest did not answer for all events that it received.",
      metric: events("Unaccounted"),
      threshold: 0,
    },
    {
      name: "event-flood",
      description: "More events were stored in an hour than MaxEventsPerHour says. Each is paid.",
      metric: events("Stored", Duration.hours(1)),
      threshold: options.maxEventsPerHour,
    },
    ...(options.expectSteadyTraffic
      ? [
          {
            name: "silence",
            description: "No event was stored for an hour.",
            metric: events("Stored", Duration.hours(1)),
            threshold: 1,
            alarms: "below_or_silent" as const,
          },
        ]
      : []),
  ];
}

/** `server-errors` -> `ServerErrors` */
function toId(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
