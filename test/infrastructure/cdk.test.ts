/** The CDK construct makes what the SAM template makes, with the same properties, whatever is asked for. */
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

/** Where code lies is the one thing in which the two have to differ. */
const WHERE_CODE_LIES = ["Code", "CodeUri"];

function listResources({ Resources }: ResolvedTemplate): readonly Json[] {
  return Object.values(Resources)
    .map(({ Type, Properties, DeletionPolicy = null }) => ({
      Type: standardType(Type),
      DeletionPolicy,
      Properties: normalize(Properties),
    }))
    .sort(byText);
}

/** Takes out the names that a template gives to its own parts, and the blanks of the log format: they mean nothing. */
function normalize(properties: JsonObject): Json {
  const named = Object.entries(properties).filter(([name]) => !WHERE_CODE_LIES.includes(name));
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

  test("tell the same endpoint", () => {
    const [sam, cdk] = Object.values(resolveBoth(choice)).map(readEndpoint);

    expect(sam).toMatch(/^(?:https:|<).*\/clickstream$/);
    expect(cdk).toBe(sam);
  });
});

function readEndpoint({ Outputs }: ResolvedTemplate): string {
  return (Outputs["Endpoint"] as { readonly Value: string }).Value;
}

describe("the construct", { timeout: 60_000 }, () => {
  const NO_PAGES = [
    [],
    ["*"],
    ["https://*"],
    ["shop.example"],
    ["https://shop.example/"],
    ["https://a.example", "null"],
  ];

  test.each(NO_PAGES.map((origins) => ({ origins })))(
    "refuses $origins, which do not all name a page",
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

  test("makes a stack of what the context says", () => {
    const context = { allowedOrigins: "https://shop.example", bucketName: "my-events", apiKeys: "true", edge: "true" };

    const template = Template.fromStack(createStack(new App({ context }), code));

    template.hasResourceProperties("AWS::S3::Bucket", { BucketName: "my-events" });
    template.hasResourceProperties("AWS::ApiGatewayV2::Authorizer", {
      IdentitySource: ["$request.header.x-origin-secret", "$request.querystring.key"],
    });
    template.hasResource("AWS::CloudFront::Distribution", Match.anyValue());
  });

  test("asks for secrets without ever showing them", () => {
    const context = { allowedOrigins: "https://shop.example", apiKeys: "true", edge: "true" };

    const template = Template.fromStack(createStack(new App({ context }), code));

    template.hasParameter("ApiKeys", { NoEcho: true });
    template.hasParameter("OriginSecret", { NoEcho: true });
  });

  test("makes nothing before it is told who may send", () => {
    expect(() => createStack(new App(), code)).toThrow("allowedOrigins is empty");
  });
});
