/** Both templates of the ingest, with the same options and read by the same reader. */
import { App, CfnOutput, Duration, SecretValue, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { ClickstreamIngest } from "../../examples/infrastructure/cdk/clickstream-ingest.ts";
import type { ClickstreamIngestProps } from "../../examples/infrastructure/cdk/options.ts";
import { resolveTemplate, type JsonObject, type ResolvedTemplate } from "./cloudformation.ts";
import { ORIGINS, resolveSam } from "./sam.ts";

/** One way to deploy the ingest, as the options of each template. */
export interface Choice {
  readonly name: string;
  readonly sam: Readonly<Record<string, string>>;
  readonly cdk: (stack: Stack) => Partial<ClickstreamIngestProps>;
}

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";
const ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool";
const ACL = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/clickstream/1";
const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1";
const KEYS = "a-key-of-a-shop-1,a-key-of-a-shop-2";
const SECRETS = "the-new-secret-01,the-old-secret-01";

const secret = (text: string): SecretValue => SecretValue.unsafePlainText(text);

export const DEFAULTS: Choice = { name: "by default", sam: {}, cdk: () => ({}) };

export const EVERYTHING: Choice = {
  name: "with all that is optional",
  sam: {
    ...{
      ApiName: "my-api",
      FunctionName: "my-ingest",
      BucketName: "my-events",
      StorageLayout: "batch",
      MemorySize: "256",
    },
    ...{ IdCookie: "on", HonourGpc: "on", LogLevel: "WARN" },
    ...{ ReservedConcurrency: "20", RateLimit: "50", BurstLimit: "90", LogRetentionDays: "30", RawRetentionDays: "90" },
    ...{ AlarmTopicArn: TOPIC, ExpectSteadyTraffic: "true", JwtIssuer: ISSUER, JwtAudience: "web,app" },
    ...{ ApiKeys: KEYS, ApiKeySource: "$request.header.x-api-key", OriginSecret: SECRETS, WebAclArn: ACL },
    ...{ EdgeDomainName: "events.shop.example", EdgeCertificateArn: CERTIFICATE },
  },
  cdk: (stack) => ({
    ...{
      apiName: "my-api",
      functionName: "my-ingest",
      bucketName: "my-events",
      storageLayout: "batch",
      memorySizeMb: 256,
    },
    ...{
      reservedConcurrency: 20,
      rateLimit: 50,
      burstLimit: 90,
      logRetention: RetentionDays.ONE_MONTH,
      rawRetention: Duration.days(90),
    },
    ...{ idCookie: true, honourGpc: true, logLevel: "WARN" },
    ...{ alarmTopic: Topic.fromTopicArn(stack, "Topic", TOPIC), expectSteadyTraffic: true },
    jwt: { issuer: ISSUER, audience: ["web", "app"] },
    ...{ apiKeys: secret(KEYS), apiKeySource: "$request.header.x-api-key" },
    edge: {
      originSecret: secret(SECRETS),
      webAclArn: ACL,
      domain: { name: "events.shop.example", certificateArn: CERTIFICATE },
    },
  }),
};

export const WITH_KEYS: Choice = {
  name: "with API keys only",
  sam: { ApiKeys: KEYS },
  cdk: () => ({ apiKeys: secret(KEYS) }),
};

export const WITH_EDGE: Choice = {
  name: "with CloudFront only",
  sam: { OriginSecret: SECRETS },
  cdk: () => ({ edge: { originSecret: secret(SECRETS) } }),
};

export const NO_RESERVE: Choice = {
  name: "without reserved concurrency",
  sam: { ReservedConcurrency: "0" },
  cdk: () => ({ reservedConcurrency: 0 }),
};

export const CHOICES: readonly Choice[] = [DEFAULTS, EVERYTHING, WITH_KEYS, WITH_EDGE, NO_RESERVE];

/** By what was asked for, since a synthesis takes a second. */
const synthesized = new Map<Choice["cdk"], JsonObject>();

export function synthesize(cdk: Choice["cdk"]): JsonObject {
  const template = synthesized.get(cdk) ?? Template.fromStack(createTestStack(cdk)).toJSON();
  synthesized.set(cdk, template);
  return template;
}

export function createTestStack(cdk: Choice["cdk"], allowedOrigins: readonly string[] = ORIGINS): Stack {
  const stack = new Stack(new App(), "clickstream");
  const code = Code.fromInline("exports.handler = () => 0;");
  const { endpoint } = new ClickstreamIngest(stack, "Ingest", {
    allowedOrigins,
    code,
    authorizerCode: code,
    ...cdk(stack),
  });
  new CfnOutput(stack, "Endpoint", { value: endpoint });
  return stack;
}

export function resolveBoth({ sam, cdk }: Choice): Readonly<Record<"SAM" | "CDK", ResolvedTemplate>> {
  return { SAM: resolveSam(sam), CDK: resolveTemplate(synthesize(cdk)) };
}
