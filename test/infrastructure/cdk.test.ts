/** The CDK construct makes the same resources as the SAM template for each set of options, and the app reads its context. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type Stack } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { describe, expect, test } from "vitest";
import { createStack } from "../../examples/infrastructure/cdk/stack.ts";
import { hasCfnLint, lint } from "../support/cfn-lint.ts";
import { resolveTemplate, standardType, type Json, type JsonObject, type ResolvedTemplate } from "./cloudformation.ts";
import { CHOICES, createTestStack, EVERYTHING, resolveBoth, synthesize, toParameters } from "./choices.ts";
import { ORIGINS } from "./sam.ts";

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
  const text = JSON.stringify(sortKeys(unwrap(Object.fromEntries(named))))
    .replaceAll(/"(?:TargetOriginId|Id)":"(?:api|clickstreamIngestEdgeOrigin\w+|expr_1|percent)"/g, '"Id":""')
    .replaceAll(/, (?=\\")/g, ",");
  const { Metrics, ...rest } = JSON.parse(text) as JsonObject;
  return Metrics === undefined ? rest : { ...rest, Metrics: [...(Metrics as readonly Json[])].sort(byText) };
}

/** In a policy one action or resource means the same as a list of it. */
function unwrap(value: Json, name = ""): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    return ["Action", "Resource"].includes(name) && list.length === 1
      ? (list[0] ?? null)
      : list.map((one) => unwrap(one));
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]: [string, Json]) => [key, unwrap(part, key)]));
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
  test.skipIf(!hasCfnLint())("has nothing that cfn-lint finds fault with", () => {
    const folder = mkdtempSync(join(tmpdir(), "clickstream-cdk-"));
    const file = join(folder, "template.json");
    writeFileSync(file, JSON.stringify(synthesize(EVERYTHING)));

    // W3005: the CDK itself names a role twice, as what a function uses and what it waits for.
    expect(lint([file], ["W3005"])).toBe("");
    rmSync(folder, { recursive: true });
  });
});

describe("the app", { timeout: 60_000 }, () => {
  const code = { code: Code.fromInline("0"), authorizerCode: Code.fromInline("0") };
  const readResources = (stack: Stack): readonly Json[] =>
    listResources(resolveTemplate(Template.fromStack(stack).toJSON()));

  test.each(CHOICES)("makes of context what the construct makes of options, $name", ({ options }) => {
    const given = toParameters({ allowedOrigins: ORIGINS, ...options });
    const context = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
    );

    expect(readResources(createStack(new App({ context }), code))).toEqual(readResources(createTestStack(options)));
  });

  test("names the stack as it is told, or clickstream", () => {
    const context = { allowedOrigins: "https://shop.example" };

    expect(createStack(new App({ context }), code).stackName).toBe("clickstream");
    expect(createStack(new App({ context: { ...context, stackName: "my-stack" } }), code).stackName).toBe("my-stack");
  });

  test("outputs the bucket", () => {
    const stack = createStack(new App({ context: { allowedOrigins: "https://shop.example" } }), code);

    Template.fromStack(stack).hasOutput("Bucket", { Value: { Ref: Match.stringLikeRegexp("EventsBucket") } });
  });

  test.each([
    [{}, "allowedOrigins is missing, expected a list"],
    [{ allowedOrigins: "" }, "allowedOrigins is [], expected a list"],
    [{ allowedOrigins: "https://shop.example", idCookie: "yes" }, 'idCookie is "yes", expected true or false'],
    [{ allowedOrigins: "https://shop.example", apiName: "my-api" }, 'no option "apiName"'],
  ])("makes nothing of the context %j", (context, message) => {
    expect(() => createStack(new App({ context }), code)).toThrow(message);
  });
});
