/** The alarms of the loader. docs/runbook.md has a section for each. */
import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, MathExpression, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Function } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

interface LoaderAlarmOptions {
  readonly environmentName: string;
  readonly maxDelaySeconds: number;
  readonly alarmTopicArn: string;
  readonly loader: Function;
  readonly newObjects: Queue;
  readonly deadLetters: Queue;
}

const PERIOD = Duration.minutes(5);

export function createLoaderAlarms(scope: Construct, options: LoaderAlarmOptions): void {
  const { environmentName, maxDelaySeconds, alarmTopicArn, loader, newObjects, deadLetters } = options;
  const topic = alarmTopicArn === "" ? undefined : Topic.fromTopicArn(scope, "LoaderAlarmTopic", alarmTopicArn);
  const ofLoader = (metricName: string, statistic: string): Metric =>
    new Metric({
      namespace: "Clickstream",
      metricName,
      dimensionsMap: { service: `${environmentName}-lambda-loader` },
      statistic,
      period: PERIOD,
    });
  const ofQueue = { statistic: "Maximum", period: PERIOD };
  const delay = ofLoader("LoadDelay", "Maximum");
  const seconds = new MathExpression({ expression: "delay / 1000", usingMetrics: { delay }, period: PERIOD });
  const errors = loader.metricErrors({ statistic: "Sum", period: PERIOD });

  const add = (
    name: string,
    description: string,
    metric: Metric | MathExpression,
    threshold = 0,
    periods = 1,
  ): void => {
    const alarm = new Alarm(scope, name, {
      alarmName: `${environmentName}-${name}`,
      alarmDescription: `${description} docs/runbook.md#${name}`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (topic) alarm.addAlarmAction(new SnsAction(topic));
  };
  const late = "Events reached the warehouse later than MaxDelaySeconds after the bucket.";
  add("loader-errors", "The loader failed for a quarter of an hour.", errors, 0, 3);
  add(
    "loader-queue-age",
    "A message waits longer than MaxDelaySeconds.",
    newObjects.metricApproximateAgeOfOldestMessage(ofQueue),
    maxDelaySeconds,
  );
  add(
    "loader-dead-letters",
    "Messages were put aside after five attempts.",
    deadLetters.metricApproximateNumberOfMessagesVisible(ofQueue),
  );
  add("loader-quarantine", "Lines of objects could not be loaded.", ofLoader("Quarantined", "Sum"));
  add("loader-delay", late, seconds, maxDelaySeconds);
}
