/** The parameters of the SAM template: defaults, what they accept, and what is hidden. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hasCfnLint, lint } from "../support/cfn-lint.ts";
import { parseTemplate, type Json, type JsonObject } from "./cloudformation.ts";
import { SAM_FILE } from "./sam.ts";

const TEMPLATE = parseTemplate(readFileSync(SAM_FILE, "utf8"));
const PARAMETERS = TEMPLATE["Parameters"] as Readonly<Record<string, JsonObject>>;

function collect(field: string): Readonly<Record<string, Json>> {
  const entries = Object.entries(PARAMETERS).filter(([, parameter]) => field in parameter);
  return Object.fromEntries(entries.map(([name, parameter]) => [name, parameter[field] ?? null]));
}

test("has a default for each parameter except the origins", () => {
  expect(Object.keys(PARAMETERS).filter((name) => !("Default" in (PARAMETERS[name] ?? {})))).toEqual([
    "AllowedOrigins",
  ]);
  expect(collect("Default")).toEqual({
    ApiName: "clickstream-http-api",
    FunctionName: "clickstream-lambda-ingest",
    BucketName: "clickstream-s3-ingest",
    StorageLayout: "event",
    IdCookie: "off",
    HonourGpc: "off",
    MemorySize: 512,
    ReservedConcurrency: 100,
    RateLimit: 500,
    BurstLimit: 1_000,
    LogLevel: "INFO",
    LogRetentionDays: 14,
    RawRetentionDays: 400,
    AlarmTopicArn: "",
    ExpectSteadyTraffic: "false",
    JwtIssuer: "",
    JwtAudience: "",
    ApiKeys: "",
    ApiKeySource: "$request.querystring.key",
    OriginSecret: "",
    WebAclArn: "",
    EdgeDomainName: "",
    EdgeCertificateArn: "",
  });
});

test("accepts these values only where a parameter is a choice or has a lower limit", () => {
  expect(collect("AllowedValues")).toEqual({
    StorageLayout: ["event", "batch"],
    IdCookie: ["on", "off"],
    HonourGpc: ["on", "off"],
    LogLevel: ["INFO", "WARN"],
    LogRetentionDays: [1, 3, 5, 7, 14, 30, 60, 90, 180, 365],
    ExpectSteadyTraffic: ["true", "false"],
    ApiKeySource: ["$request.querystring.key", "$request.header.x-api-key"],
  });
  expect(collect("MinValue")).toEqual({ ReservedConcurrency: 0, RawRetentionDays: 1 });
});

test("has texts, except numbers and lists for these", () => {
  const others = Object.entries(collect("Type")).filter(([, type]) => type !== "String");

  expect(Object.keys(collect("Type"))).toEqual(Object.keys(PARAMETERS));
  expect(Object.fromEntries(others)).toEqual({
    AllowedOrigins: "CommaDelimitedList",
    MemorySize: "Number",
    ReservedConcurrency: "Number",
    RateLimit: "Number",
    BurstLimit: "Number",
    LogRetentionDays: "Number",
    RawRetentionDays: "Number",
    JwtAudience: "CommaDelimitedList",
  });
});

test("hides the secrets, and nothing else", () => {
  expect(collect("NoEcho")).toEqual({ ApiKeys: true, OriginSecret: true });
});

describe("the pattern of", () => {
  const LISTS = {
    accepted: ["", "sixteen-letters_", "sixteen-letters_,0123456789ABCDEF"],
    refused: ["fifteen-letters", "sixteen-letters_,short", "sixteen-letters_,", "sixteen letters_", "sixteen-letters+"],
  };

  test.each([
    { name: "ApiKeys", ...LISTS },
    { name: "OriginSecret", ...LISTS },
    {
      name: "AllowedOrigins",
      accepted: ["https://shop.example", "http://localhost:4000", "https://www.shop-1.example"],
      refused: [
        "*",
        "https://*",
        "https://*.shop.example",
        "shop.example",
        "https://shop.example/",
        "ftp://shop.example",
      ],
    },
  ])("$name accepts and refuses these", ({ name, accepted, refused }) => {
    // CloudFormation matches the whole value.
    const pattern = new RegExp(`^(?:${String(PARAMETERS[name]?.["AllowedPattern"])})$`);

    expect(accepted.filter((value) => !pattern.test(value))).toEqual([]);
    expect(refused.filter((value) => pattern.test(value))).toEqual([]);
  });
});

test("refuses an issuer without an audience, and a domain without a certificate", () => {
  const isGiven = (name: string) => ({ "Fn::Not": [{ "Fn::Equals": [{ Ref: name }, ""] }] });

  expect(TEMPLATE["Rules"]).toMatchObject({
    JwtNeedsAnAudience: {
      RuleCondition: isGiven("JwtIssuer"),
      Assertions: [{ Assert: { "Fn::Not": [{ "Fn::Contains": [{ Ref: "JwtAudience" }, ""] }] } }],
    },
    EdgeDomainNeedsACertificate: {
      RuleCondition: isGiven("EdgeDomainName"),
      Assertions: [{ Assert: isGiven("EdgeCertificateArn") }],
    },
  });
});

test("takes the code of each function from where the build puts it", () => {
  const resources = TEMPLATE["Resources"] as Readonly<Record<string, { readonly Properties: JsonObject }>>;

  expect(resources["Ingest"]?.Properties["CodeUri"]).toBe("../../ingest-lambda/dist/");
  expect(resources["Authorizer"]?.Properties["CodeUri"]).toBe("../authorizer/dist/");
});

test.skipIf(!hasCfnLint())("cfn-lint finds no fault in the templates", { timeout: 60_000 }, () => {
  expect(lint([SAM_FILE, "examples/infrastructure/waf.yaml"])).toBe("");
});
