/** The options of names, size of the function, logs and alarms. */
import { arnOf, type Option } from "./option.ts";

export const OPERATION_OPTIONS = {
  environmentName: {
    kind: "text",
    default: "clickstream",
    pattern: "[a-z][a-z0-9-]{0,30}[a-z0-9]",
    meaning:
      "All names begin with it: `clickstream-http-api`, `clickstream-lambda-ingest`, `clickstream-s3-ingest`. Several ingests in one account need different ones.",
  },
  memorySize: {
    kind: "number",
    default: 512,
    min: 128,
    max: 10_240,
    meaning: "Of the function, in MB. Lambda gives CPU in proportion to memory.",
  },
  reservedConcurrency: {
    kind: "number",
    default: 100,
    min: 0,
    max: 100_000,
    meaning:
      "How often the function may run at the same time: the rate limit times the duration of a request in seconds, plus a reserve. 0 reserves none, for accounts with a low limit.",
  },
  tracing: {
    kind: "switch",
    default: false,
    meaning: "Traces requests through the function with X-Ray.",
  },
  logLevel: {
    kind: "choice",
    default: "INFO",
    values: ["INFO", "WARN"],
    meaning: "With `WARN` the function does not log successful requests. Its metrics count them all the same.",
  },
  logRetentionDays: {
    kind: "choice",
    default: 14,
    values: [1, 3, 5, 7, 14, 30, 60, 90, 180, 365],
    meaning: "Access logs contain IP addresses of visitors.",
  },
  alarmTopicArn: {
    kind: "text",
    default: "",
    pattern: arnOf("sns"),
    meaning: "The SNS topic that receives the alarms. Without one they only show in CloudWatch.",
  },
  expectSteadyTraffic: {
    kind: "switch",
    default: false,
    meaning: "Adds the alarm for an hour without any event. For busy sites.",
  },
  maxEventsPerHour: {
    kind: "number",
    default: 100_000,
    min: 1,
    max: 1_000_000_000,
    meaning:
      "More stored events in an hour raise an alarm. Take twice your busiest hour: a stranger with one computer sends more than the default.",
  },
  dailyBudgetUsd: {
    kind: "number",
    default: 0,
    min: 0,
    max: 1_000_000,
    meaning: "A day on which the whole account costs more is reported. 0 is no budget.",
  },
  monthlyBudgetUsd: {
    kind: "number",
    default: 0,
    min: 0,
    max: 1_000_000,
    meaning: "A month for which the whole account costs more, or is going to, is reported. 0 is no budget.",
  },
  budgetEmail: {
    kind: "text",
    default: "",
    pattern: "([^@ ]+@[^@ ]+)?",
    meaning:
      "Who is told of budgets. Without an address it is the alarms' topic, which budgets.amazonaws.com must be allowed to publish to.",
  },
} as const satisfies Readonly<Record<string, Option>>;
