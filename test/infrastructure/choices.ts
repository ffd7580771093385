/** Both templates of the ingest, with the same options and read by the same reader. */
import { App, CfnOutput, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { ClickstreamIngest } from "../../examples/infrastructure/cdk/clickstream-ingest.ts";
import { toParameterName, type OptionValues } from "../../examples/infrastructure/options/options.ts";
import { resolveTemplate, type JsonObject, type ResolvedTemplate } from "./cloudformation.ts";
import { ORIGINS, resolveSam } from "./sam.ts";

/** One way to deploy the ingest. */
export interface Choice {
  readonly name: string;
  readonly options: Partial<OptionValues>;
}

export const TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";
export const ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool";
export const ACL = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/clickstream/1";
export const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1";
export const KEYS_SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:keys-a1B2c3";

export const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

export const DEFAULTS: Choice = { name: "by default", options: {} };

export const EVERYTHING: Choice = {
  name: "with all that is optional",
  options: {
    environmentName: "my-shop",
    bucketName: "my-events",
    allowOpaqueOrigins: true,
    storageLayout: "batch",
    rawRetentionDays: 90,
    kmsKeyArn: KEY,
    tracing: true,
    edgeLogs: true,
    idCookie: true,
    honourGpc: true,
    memorySize: 256,
    reservedConcurrency: 20,
    rateLimit: 50,
    burstLimit: 90,
    logLevel: "WARN",
    logRetentionDays: 30,
    alarmTopicArn: TOPIC,
    expectSteadyTraffic: true,
    maxEventsPerHour: 7_000,
    dailyBudgetUsd: 10,
    monthlyBudgetUsd: 200,
    budgetEmail: "owner@shop.example",
    jwtIssuer: ISSUER,
    jwtAudience: ["web", "app"],
    restrict: "key",
    apiKeysSecretArn: KEYS_SECRET,
    apiKeySource: "$request.header.x-api-key",
    edge: true,
    originSecretKey: "next",
    webAclArn: ACL,
    edgeDomainName: "events.shop.example",
    edgeCertificateArn: CERTIFICATE,
  },
};

export const WITH_KEYS: Choice = {
  name: "with API keys only",
  options: { restrict: "key", apiKeysSecretArn: KEYS_SECRET },
};

export const WITH_EDGE: Choice = { name: "with CloudFront only", options: { edge: true } };

export const WITH_TOKENS: Choice = {
  name: "for callers with a token only",
  options: { restrict: "token", jwtIssuer: ISSUER, jwtAudience: ["web", "app"] },
};

export const NO_RESERVE: Choice = { name: "without reserved concurrency", options: { reservedConcurrency: 0 } };

export const ANY_SUBDOMAIN: Choice = {
  name: "for all hosts below a domain",
  options: { allowedOrigins: ["https://*.shop.example", "http://localhost:4000"], idCookie: true },
};

export const BUDGET_BY_TOPIC: Choice = {
  name: "with a budget that the topic is told of",
  options: { monthlyBudgetUsd: 200, alarmTopicArn: TOPIC },
};

export const WITH_FIREHOSE: Choice = {
  name: "with Firehose",
  options: { storageLayout: "firehose", firehoseBufferSeconds: 60, kmsKeyArn: KEY },
};

export const WITH_DOMAIN: Choice = {
  name: "with a domain of its own",
  options: {
    domainName: "events.shop.example",
    certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
  },
};

export const CHOICES: readonly Choice[] = [
  DEFAULTS,
  EVERYTHING,
  WITH_KEYS,
  WITH_EDGE,
  WITH_TOKENS,
  NO_RESERVE,
  ANY_SUBDOMAIN,
  BUDGET_BY_TOPIC,
  WITH_FIREHOSE,
  WITH_DOMAIN,
];

/** The options as somebody gives them to CloudFormation. */
export function toParameters(options: Partial<OptionValues>): Readonly<Record<string, string>> {
  const entries = Object.entries(options).map(([name, value]) => [toParameterName(name), toText(value)] as const);
  return Object.fromEntries(entries);
}

function toText(value: OptionValues[keyof OptionValues]): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "object" ? value.join(",") : String(value);
}

/** By what was asked for, since a synthesis takes a second. */
const synthesized = new Map<Choice, JsonObject>();

export function synthesize(choice: Choice): JsonObject {
  const template = synthesized.get(choice) ?? Template.fromStack(createTestStack(choice.options)).toJSON();
  synthesized.set(choice, template);
  return template;
}

export function createTestStack(options: Partial<OptionValues>): Stack {
  const stack = new Stack(new App(), "clickstream");
  const code = Code.fromInline("exports.handler = () => 0;");
  const { endpoint } = new ClickstreamIngest(stack, "Ingest", {
    allowedOrigins: ORIGINS,
    code,
    authorizerCode: code,
    ...options,
  });
  new CfnOutput(stack, "Endpoint", { value: endpoint });
  return stack;
}

export function resolveBoth(choice: Choice): Readonly<Record<"SAM" | "CDK", ResolvedTemplate>> {
  return { SAM: resolveSam(toParameters(choice.options)), CDK: resolveTemplate(synthesize(choice)) };
}
