/** The loader by CDK: a queue that the bucket tells of new objects, and a function that loads them into PostgreSQL. */
import { fileURLToPath } from "node:url";
import { Duration, Stack } from "aws-cdk-lib";
import { CfnPermission, CfnEventSourceMapping, Code, type CfnFunction, type Function } from "aws-cdk-lib/aws-lambda";
import { CfnRule } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { OptionValues } from "../options/options.ts";
import { createFunction } from "./function.ts";
import { createLoaderAlarms } from "./loader-alarms.ts";

/** The parameters of ../sam/loader.yaml describe each. */
export interface ClickstreamLoaderProps {
  /** With username and password of a user that has the role `clickstream_loader`. */
  readonly databaseSecretArn: string;
  /** @default what the secret says */
  readonly databaseHost?: string;
  /** @default "clickstream_dw" */
  readonly databaseName?: string;
  /** From which database, S3 and Secrets Manager can be reached. @default outside of a VPC */
  readonly vpc?: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
  /** That of the ingest. @default "clickstream" */
  readonly environmentName?: string;
  /** @default "<environmentName>-s3-ingest" */
  readonly bucketName?: string;
  /** How many instances load at the same time. @default 5 */
  readonly maxConcurrency?: number;
  /** In MB. @default 1024 */
  readonly memorySize?: number;
  /** Events that wait longer between bucket and warehouse raise an alarm. @default 1800 */
  readonly maxDelaySeconds?: number;
  /** @default 14 */
  readonly logRetentionDays?: OptionValues["logRetentionDays"];
  /** Receives the alarms. */
  readonly alarmTopicArn?: string;
  /** @default the output of `npm run build` */
  readonly code?: Code;
}

const CODE = fileURLToPath(new URL("../../loader-lambda/dist", import.meta.url));

/** A message waits as long as SQS keeps it, and the bucket has the events anyway. */
const RETENTION = Duration.days(14);

/** Lambda makes the network interface by the function's role. These actions know no narrower resource. */
const JOIN_VPC = [
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];

export interface ClickstreamLoader {
  readonly loader: Function;
  /** The bucket's notifications of `s3:ObjectCreated:*` below `events/` go here. */
  readonly newObjects: Queue;
}

/** @example createClickstreamLoader(stack, "Loader", { databaseSecretArn: secret.secretFullArn }) */
export function createClickstreamLoader(
  parent: Construct,
  id: string,
  props: ClickstreamLoaderProps,
): ClickstreamLoader {
  const scope = new Construct(parent, id);
  const { environmentName = "clickstream", maxDelaySeconds = 1_800, alarmTopicArn = "" } = props;
  const bucketName = props.bucketName ?? `${environmentName}-s3-ingest`;
  const bucketArn = `arn:${Stack.of(scope).partition}:s3:::${bucketName}`;

  const { newObjects, deadLetters } = createQueues(scope, environmentName, bucketArn);
  const { queueArn } = newObjects;
  const loader = createLoader(scope, { ...props, environmentName, bucketName, bucketArn, queueArn });
  connect(scope, loader, { queueArn, maxConcurrency: props.maxConcurrency ?? 5 });
  createLoaderAlarms(scope, { environmentName, maxDelaySeconds, alarmTopicArn, loader, newObjects, deadLetters });
  return { loader, newObjects };
}

interface Queues {
  readonly newObjects: Queue;
  readonly deadLetters: Queue;
}

function createQueues(scope: Construct, environmentName: string, bucketArn: string): Queues {
  const queue = { retentionPeriod: RETENTION, encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
  const deadLetters = new Queue(scope, "DeadLetters", {
    ...queue,
    queueName: `${environmentName}-loader-dead-letters`,
  });
  const newObjects = new Queue(scope, "NewObjects", {
    ...queue,
    queueName: `${environmentName}-new-objects`,
    // Six times what a call of the function may take: a message must not come again while it is being loaded.
    visibilityTimeout: Duration.minutes(30),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
  });
  newObjects.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("s3.amazonaws.com")],
      actions: ["sqs:SendMessage"],
      resources: [newObjects.queueArn],
      conditions: {
        StringEquals: { "aws:SourceAccount": Stack.of(scope).account },
        ArnEquals: { "aws:SourceArn": bucketArn },
      },
    }),
  );
  return { newObjects, deadLetters };
}

interface LoaderParts extends ClickstreamLoaderProps {
  readonly environmentName: string;
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly queueArn: string;
}

function createLoader(scope: Construct, parts: LoaderParts): Function {
  const { environmentName, bucketName, bucketArn, queueArn, databaseSecretArn, databaseHost, vpc } = parts;
  const functionName = `${environmentName}-lambda-loader`;
  const allow = (actions: readonly string[], ...resources: readonly string[]): PolicyStatement =>
    new PolicyStatement({ actions: [...actions], resources: [...resources] });
  const loader = createFunction(scope, "Loader", {
    functionName,
    code: parts.code ?? Code.fromAsset(CODE),
    timeout: Duration.minutes(5),
    memorySize: parts.memorySize ?? 1_024,
    environment: {
      RAW_BUCKET_NAME: bucketName,
      DATABASE_SECRET_ARN: databaseSecretArn,
      ...(databaseHost === undefined ? {} : { DATABASE_HOST: databaseHost }),
      DATABASE_NAME: parts.databaseName ?? "clickstream_dw",
      // Has the authorities of RDS, and Node does not read it by itself.
      NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem",
      POWERTOOLS_SERVICE_NAME: functionName,
    },
    logRetentionDays: parts.logRetentionDays ?? 14,
    permissions: {
      "read-events": allow(["s3:GetObject"], `${bucketArn}/events/*`),
      // Without it S3 answers 403, and not 404, for an object that was removed.
      "list-events": allow(["s3:ListBucket"], bucketArn),
      "take-messages": allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queueArn),
      "read-secret": allow(["secretsmanager:GetSecretValue"], databaseSecretArn),
      ...(vpc === undefined ? {} : { "join-vpc": allow(JOIN_VPC, "*") }),
    },
  });
  // By ids, since no lookup of a VPC is possible without an account.
  if (vpc)
    (loader.node.defaultChild as CfnFunction).vpcConfig = {
      subnetIds: [...vpc.subnetIds],
      securityGroupIds: [...vpc.securityGroupIds],
    };
  return loader;
}

interface Connection {
  readonly queueArn: string;
  readonly maxConcurrency: number;
}

/** Lambda takes messages from the queue. Once a day a timer has the bucket listed, in case a message was lost. */
function connect(scope: Construct, loader: Function, { queueArn, maxConcurrency }: Connection): void {
  new CfnEventSourceMapping(scope, "Messages", {
    eventSourceArn: queueArn,
    functionName: loader.functionName,
    batchSize: 1_000,
    maximumBatchingWindowInSeconds: 20,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: maxConcurrency },
  });
  const catchUp = new CfnRule(scope, "CatchUp", {
    description: "The loader lists the bucket.",
    scheduleExpression: "rate(1 day)",
    state: "ENABLED",
    targets: [{ id: "Target0", arn: loader.functionArn, input: JSON.stringify({ task: "catch-up" }) }],
  });
  new CfnPermission(scope, "CatchUpPermission", {
    action: "lambda:InvokeFunction",
    functionName: loader.functionArn,
    principal: "events.amazonaws.com",
    sourceArn: catchUp.attrArn,
  });
}
