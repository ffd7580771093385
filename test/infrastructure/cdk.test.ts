/** The CDK construct makes the same resources as the SAM template for each set of options, and the app reads its context. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { describe, expect, test } from "vitest";
import { createStack } from "../../examples/infrastructure/cdk/stack.ts";
import { hasCfnLint, lint } from "../support/cfn-lint.ts";
import { standardType, type Json, type JsonObject, type ResolvedTemplate } from "./cloudformation.ts";
import { CHOICES, createTestStack, EVERYTHING, resolveBoth, synthesize } from "./choices.ts";

/** The templates have to differ in where the code is. */
const CODE_PROPERTIES = ["Code", "CodeUri"];

function listResources({ Resources }: ResolvedTemplate): readonly Json[] {
  return Object.values(Resources)
    .map(({ Type, Properties, DeletionPolicy = null, UpdateReplacePolicy = null }) => ({
      Type: standardType(Type),
      DeletionPolicy,
      UpdateReplacePolicy,
      Properties: normalize(Properties),
    }))
    .sort(byText);
}

/** Leaves out the names that a template gives to its own parts, and the blanks of the log format. */
function normalize(properties: JsonObject): Json {
  const named = Object.entries(properties).filter(([name]) => !CODE_PROPERTIES.includes(name));
  const text = JSON.stringify(sortKeys(Object.fromEntries(named)))
    .replaceAll(/"(?:TargetOriginId|Id)":"(?:api|clickstreamIngestEdgeOrigin\w+|expr_1|percent)"/g, '"Id":""')
    .replaceAll(/, (?=\\")/g, ",");
  const { Metrics, ...rest } = JSON.parse(text) as JsonObject;
  return Metrics === undefined ? rest : { ...rest, Metrics: [...(Metrics as readonly Json[])].sort(byText) };
}

function sortKeys(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sortKeys);
  const entries = Object.entries(value).map(([key, part]: [string, Json]) => [key, sortKeys(part)] as const);
  return Object.fromEntries(entries.sort(byText));
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a).localeCompare(JSON.stringify(b));
}

describe.each(CHOICES)("SAM and CDK $name", { timeout: 60_000 }, (choice) => {
  test("make the same", () => {
    const { SAM, CDK } = resolveBoth(choice);

    expect(listResources(SAM).length).toBeGreaterThan(15);
    expect(listResources(SAM)).toEqual(listResources(CDK));
  });

  test("output the same endpoint", () => {
    const [sam, cdk] = Object.values(resolveBoth(choice)).map(readEndpoint);

    expect(sam).toMatch(/^(?:https:|<).*\/clickstream$/);
    expect(cdk).toBe(sam);
  });
});

function readEndpoint({ Outputs }: ResolvedTemplate): string {
  return (Outputs["Endpoint"] as { readonly Value: string }).Value;
}

describe("the construct", { timeout: 60_000 }, () => {
  const NOT_ORIGINS = [
    [],
    ["*"],
    ["https://*"],
    ["shop.example"],
    ["https://shop.example/"],
    ["https://a.example", "null"],
  ];

  test.each(NOT_ORIGINS.map((origins) => ({ origins })))(
    "refuses $origins, which are not all origins",
    ({ origins }) => {
      expect(() => createTestStack(() => ({}), origins)).toThrow(TypeError);
    },
  );

  test.skipIf(!hasCfnLint())("has nothing that cfn-lint finds fault with", () => {
    const folder = mkdtempSync(join(tmpdir(), "clickstream-cdk-"));
    const file = join(folder, "template.json");
    writeFileSync(file, JSON.stringify(synthesize(EVERYTHING.cdk)));

    // W3005: the CDK itself names a role twice, as what a function uses and what it waits for.
    expect(lint([file], ["W3005"])).toBe("");
    rmSync(folder, { recursive: true });
  });
});

describe("the app", { timeout: 60_000 }, () => {
  const code = { code: Code.fromInline("0"), authorizerCode: Code.fromInline("0") };

  test("passes each value of the context on to the construct", () => {
    const context = {
      stackName: "my-stack",
      allowedOrigins: "https://shop.example,https://www.shop.example",
      bucketName: "my-events",
      alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:alarms",
      jwtIssuer: "https://issuer.example",
      jwtAudience: "web,app",
      apiKeys: "true",
      edge: "true",
      webAclArn: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/clickstream/1",
    };

    const stack = createStack(new App({ context }), code);

    const template = Template.fromStack(stack);
    expect(stack.stackName).toBe("my-stack");
    template.hasResourceProperties("AWS::ApiGatewayV2::Api", {
      CorsConfiguration: { AllowOrigins: ["https://shop.example", "https://www.shop.example"] },
    });
    template.hasResourceProperties("AWS::S3::Bucket", { BucketName: "my-events" });
    template.allResourcesProperties("AWS::CloudWatch::Alarm", { AlarmActions: [context.alarmTopicArn] });
    template.hasResourceProperties("AWS::ApiGatewayV2::Authorizer", {
      JwtConfiguration: { Issuer: "https://issuer.example", Audience: ["web", "app"] },
    });
    template.hasResourceProperties("AWS::ApiGatewayV2::Authorizer", {
      IdentitySource: ["$request.header.x-origin-secret", "$request.querystring.key"],
    });
    template.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: { WebACLId: context.webAclArn },
    });
    template.hasOutput("Bucket", { Value: { Ref: Match.stringLikeRegexp("EventsBucket") } });
  });

  test("makes the default stack from the origins alone", () => {
    const stack = createStack(new App({ context: { allowedOrigins: "https://shop.example", edge: "false" } }), code);

    const template = Template.fromStack(stack);
    expect(stack.stackName).toBe("clickstream");
    template.hasResourceProperties("AWS::S3::Bucket", { BucketName: "clickstream-s3-ingest" });
    template.resourceCountIs("AWS::ApiGatewayV2::Authorizer", 0);
    template.resourceCountIs("AWS::CloudFront::Distribution", 0);
  });

  test("takes secrets as hidden parameters of the same form as in the SAM template", () => {
    const context = { allowedOrigins: "https://shop.example", apiKeys: "true", edge: "true" };

    const template = Template.fromStack(createStack(new App({ context }), code));

    const secret = { NoEcho: true, AllowedPattern: "[A-Za-z0-9_-]{16,}(,[A-Za-z0-9_-]{16,})*" };
    template.hasParameter("ApiKeys", secret);
    template.hasParameter("OriginSecret", secret);
  });

  test("makes nothing without an allowed origin", () => {
    expect(() => createStack(new App(), code)).toThrow("allowedOrigins is empty");
  });
});
