/** The loader by SAM and by CDK: the same resources, what they may do, and how they are set. */
import { readFileSync } from "node:fs";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { describe, expect, test } from "vitest";
import { createClickstreamLoader, type ClickstreamLoaderProps } from "../../examples/infrastructure/cdk/loader.ts";
import { hasCfnLint, lint } from "../support/cfn-lint.ts";
import { TOPIC } from "./choices.ts";
import { parseTemplate, resolveTemplate, standardType, type Json, type ResolvedTemplate } from "./cloudformation.ts";
import { listGrants } from "./grants.ts";

const FILE = "examples/infrastructure/sam/loader.yaml";
const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:warehouse-a1B2c3";

interface Choice {
  readonly name: string;
  readonly props: ClickstreamLoaderProps;
  readonly parameters: Readonly<Record<string, string>>;
}

const BY_DEFAULT: Choice = {
  name: "by default",
  props: { databaseSecretArn: SECRET },
  parameters: { DatabaseSecretArn: SECRET },
};

const EVERYTHING: Choice = {
  name: "with all that is optional",
  props: {
    databaseSecretArn: SECRET,
    databaseHost: "db.example",
    databaseName: "shop",
    vpc: {
      subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
      securityGroupIds: ["sg-0123456789abcdef0"],
    },
    environmentName: "my-shop",
    bucketName: "my-events",
    maxConcurrency: 9,
    memorySize: 512,
    maxDelaySeconds: 600,
    logRetentionDays: 30,
    alarmTopicArn: TOPIC,
  },
  parameters: {
    DatabaseSecretArn: SECRET,
    DatabaseHost: "db.example",
    DatabaseName: "shop",
    SubnetIds: "subnet-0123456789abcdef0,subnet-0123456789abcdef1",
    SecurityGroupIds: "sg-0123456789abcdef0",
    EnvironmentName: "my-shop",
    BucketName: "my-events",
    MaxConcurrency: "9",
    MemorySize: "512",
    MaxDelaySeconds: "600",
    LogRetentionDays: "30",
    AlarmTopicArn: TOPIC,
  },
};

function bySam({ parameters }: Choice): ResolvedTemplate {
  return resolveTemplate(parseTemplate(readFileSync(FILE, "utf8")), parameters);
}

function byCdk({ props }: Choice): ResolvedTemplate {
  const stack = new Stack(new App(), "loader");
  createClickstreamLoader(stack, "Loader", { ...props, code: Code.fromInline("exports.handler = () => 0;") });
  return resolveTemplate(Template.fromStack(stack).toJSON());
}

/** Sorted, and without what only SAM or only CDK says: ids within the template, and where the code is. */
function describeResources({ Resources }: ResolvedTemplate): readonly string[] {
  const lines = Object.values(Resources).map(({ Type, Properties }) => `${standardType(Type)} ${print(Properties)}`);
  return lines.toSorted();
}

function print(properties: Json): string {
  // A role is called by its policies, and one of them depends on a condition.
  return JSON.stringify(normalize(properties)).replaceAll(/<AWS::IAM::Role [^>]*Arn>/g, "<AWS::IAM::Role Arn>");
}

/** The order of policies and of the parts of a metric means nothing, and ids within the template neither. */
function normalize(value: Json, name = ""): unknown {
  if (Array.isArray(value)) {
    const members = value.map((member) => normalize(member as Json));
    const isSet = ["Policies", "Metrics"].includes(name);
    return isSet ? members.map((member) => JSON.stringify(member)).toSorted() : members;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(
      ([key, part]) =>
        !["Code", "CodeUri"].includes(key) && !(key === "Id" && /^(?:seconds|expr_1)$/.test(String(part))),
    )
    .map(([key, part]) => [key, normalize(part, key)] as const);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

describe.each([BY_DEFAULT, EVERYTHING])("$name", { timeout: 60_000 }, (choice) => {
  test("SAM and CDK make the same", () => {
    expect(describeResources(byCdk(choice))).toEqual(describeResources(bySam(choice)));
  });
});

describe("what SAM makes", () => {
  const find = (choice: Choice, id: string): unknown => bySam(choice).Resources[id]?.Properties;

  test("loads batches of messages, gives back single ones, and keeps them invisible for six calls", () => {
    expect(find(BY_DEFAULT, "Messages")).toMatchObject({
      BatchSize: 1_000,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
    expect(find(BY_DEFAULT, "Loader")).toMatchObject({ Timeout: 300, Runtime: "nodejs24.x" });
    expect(find(BY_DEFAULT, "NewObjects")).toMatchObject({
      VisibilityTimeout: 1_800,
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
      RedrivePolicy: { maxReceiveCount: 5 },
    });
  });

  test("takes messages from the bucket of this account only, and only over TLS", () => {
    expect(find(EVERYTHING, "NewObjectsPolicy")).toMatchObject({
      PolicyDocument: {
        Statement: [
          { Effect: "Deny", Action: "sqs:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
          {
            Effect: "Allow",
            Principal: { Service: "s3.amazonaws.com" },
            Condition: {
              StringEquals: { "aws:SourceAccount": "<AWS::AccountId>" },
              ArnEquals: { "aws:SourceArn": "arn:<AWS::Partition>:s3:::my-events" },
            },
          },
        ],
      },
    });
  });

  test("may do what it needs, and nothing else", () => {
    const LOG = "<AWS::Logs::LogGroup /aws/lambda/clickstream-lambda-loader Arn>";
    const grants = listGrants(bySam(BY_DEFAULT)).filter((grant) => !grant.startsWith("sqs:"));
    expect(grants).toEqual([
      "lambda:InvokeFunction on <AWS::Lambda::Function clickstream-lambda-loader Arn> for events.amazonaws.com from <AWS::Events::Rule Arn>",
      `logs:CreateLogStream on ${LOG}`,
      `logs:PutLogEvents on ${LOG}`,
      "s3:GetObject on arn:<AWS::Partition>:s3:::clickstream-s3-ingest/events/*",
      "s3:ListBucket on arn:<AWS::Partition>:s3:::clickstream-s3-ingest",
      `secretsmanager:GetSecretValue on ${SECRET}`,
    ]);
  });

  test("has five alarms, each with its section in the runbook", () => {
    const alarms = Object.values(bySam(EVERYTHING).Resources).filter(({ Type }) => Type === "AWS::CloudWatch::Alarm");
    const names = alarms.map(({ Properties }) => String(Properties["AlarmName"]).replace("my-shop-", ""));
    const runbook = readFileSync("docs/runbook.md", "utf8");
    const [, chapter = ""] = /^## Alarms of the loader$(.*?)^## /ms.exec(runbook) ?? [];
    const sections = [...chapter.matchAll(/^### (.+)$/gm)].map(([, heading = ""]) => heading);
    expect(names).toHaveLength(5);
    expect(sections.toSorted()).toEqual(names.toSorted());
    for (const { Properties } of alarms) expect(Properties["AlarmActions"]).toEqual([TOPIC]);
  });
});

test.skipIf(!hasCfnLint())("cfn-lint finds no fault in it", { timeout: 60_000 }, () => {
  expect(lint([FILE])).toBe("");
});
