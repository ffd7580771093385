/** One list of options: the SAM template, the construct and the guide have what it says, and refuse everything else. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { OPTIONS, toParameterName, type OptionValues } from "../../examples/infrastructure/options/options.ts";
import {
  parseOptions,
  readOption,
  RULES,
  type GivenOptions,
} from "../../examples/infrastructure/options/parse-options.ts";
import { PLACES, replaceBetween } from "../../examples/infrastructure/options/write-options.ts";
import { CERTIFICATE, CHOICES, ISSUER, KEYS_SECRET, toParameters, ACL } from "./choices.ts";
import { parseTemplate, type JsonObject } from "./cloudformation.ts";
import { ORIGINS, resolveSam, SAM_FILE } from "./sam.ts";

const PARAMETERS = parseTemplate(readFileSync(SAM_FILE, "utf8"))["Parameters"] as Readonly<Record<string, JsonObject>>;
const REQUIRED = { allowedOrigins: ORIGINS };

/** As somebody writes it in JavaScript, where no type says what is possible. */
const parse = (given: object): OptionValues => parseOptions(given as GivenOptions);

test.each(PLACES)("$file has the options of the list: `npm run options` writes them", (place) => {
  const whole = readFileSync(place.file, "utf8");

  expect(replaceBetween(place, whole)).toBe(whole);
});

test("everything has a default except the origins", () => {
  expect(parse(REQUIRED)).toEqual({
    allowedOrigins: ORIGINS,
    allowOpaqueOrigins: false,
    environmentName: "clickstream",
    bucketName: "",
    storageLayout: "event",
    rawRetentionDays: 400,
    firehoseBufferSeconds: 300,
    kmsKeyArn: "",
    domainName: "",
    certificateArn: "",
    edgeLogs: false,
    tracing: false,
    idCookie: false,
    honourGpc: false,
    memorySize: 512,
    reservedConcurrency: 100,
    rateLimit: 500,
    burstLimit: 1_000,
    logLevel: "INFO",
    logRetentionDays: 14,
    alarmTopicArn: "",
    expectSteadyTraffic: false,
    maxEventsPerHour: 100_000,
    dailyBudgetUsd: 0,
    monthlyBudgetUsd: 0,
    budgetEmail: "",
    jwtIssuer: "",
    jwtAudience: [],
    restrict: "none",
    apiKeysSecretArn: "",
    apiKeySource: "$request.querystring.key",
    edge: false,
    originSecretKey: "current",
    webAclArn: "",
    edgeDomainName: "",
    edgeCertificateArn: "",
  });
  expect(() => parse({})).toThrow(
    new TypeError(
      "clickstream: allowedOrigins is missing, expected a list of texts like " + OPTIONS.allowedOrigins.pattern,
    ),
  );
});

test("a parameter of the template has the option's default, limits and choices", () => {
  expect(PARAMETERS["AllowedOrigins"]).not.toHaveProperty("Default");
  expect(PARAMETERS["RawRetentionDays"]).toMatchObject({ Type: "Number", Default: 400, MinValue: 1, MaxValue: 36_500 });
  expect(PARAMETERS["Restrict"]).toMatchObject({
    Type: "String",
    Default: "none",
    AllowedValues: ["none", "key", "token"],
  });
  expect(PARAMETERS["Edge"]).toMatchObject({ Type: "String", Default: "off", AllowedValues: ["on", "off"] });
  expect(PARAMETERS["JwtAudience"]).toMatchObject({ Type: "CommaDelimitedList", Default: "" });
  for (const parameter of Object.values(PARAMETERS)) {
    const limits = ["AllowedPattern", "AllowedValues", "MinValue"].filter((limit) => limit in parameter);
    expect(limits).toHaveLength(1);
  }
});

test("no secret is an option: whoever may read the stack's parameters would read it", () => {
  expect(Object.values(PARAMETERS).filter((parameter) => "NoEcho" in parameter)).toEqual([]);
});

describe("an option", () => {
  test.each([
    ["apiName", "my-api", 'there is no option "apiName"'],
    ["AllowedOrigins", ORIGINS, 'there is no option "AllowedOrigins", did you mean "allowedOrigins"?'],
    ["jwtIsseur", ISSUER, 'did you mean "jwtIssuer"?'],
    ["idCookie", "on", 'idCookie is "on", expected true or false'],
    ["rateLimit", "500", 'rateLimit is "500", expected a whole number from 1 to 100000'],
    ["rateLimit", 0, "rateLimit is 0, expected a whole number from 1 to 100000"],
    ["rateLimit", 1.5, "expected a whole number"],
    ["reservedConcurrency", -1, "expected a whole number from 0"],
    ["storageLayout", "batches", 'storageLayout is "batches", expected one of event, batch, firehose'],
    ["logRetentionDays", 2, "expected one of 1, 3, 5"],
    ["bucketName", "My_Bucket", 'bucketName is "My_Bucket", expected text like'],
    ["allowedOrigins", [], "allowedOrigins is [], expected a list"],
    ["allowedOrigins", "https://shop.example", "expected a list"],
    ["jwtAudience", ["web, app"], "expected a list"],
    ["environmentName", null, "environmentName is null"],
  ])("%s that is %j is refused with a sentence that names it", (name, value, message) => {
    expect(() => parse({ ...REQUIRED, [name]: value })).toThrow(TypeError);
    expect(() => parse({ ...REQUIRED, [name]: value })).toThrow(message);
  });

  test("that is undefined has its default", () => {
    expect(parse({ ...REQUIRED, rateLimit: undefined }).rateLimit).toBe(500);
  });

  test.each(CHOICES)("is read from text as it was written, $name", ({ options }) => {
    const texts = toParameters(options);
    const read = Object.keys(options).map((name) => [
      name,
      readOption(name as keyof OptionValues, texts[toParameterName(name)]),
    ]);

    expect(Object.fromEntries(read)).toEqual(options);
  });
});

describe("the pattern of", () => {
  test.each([
    {
      name: "AllowedOrigins",
      accepted: [
        "*",
        ...["https://shop.example", "http://localhost:4000", "https://www.shop-1.example", "https://shop.example:8443"],
        ...["https://*.amplifyapp.com", "https://*.shop.example"],
      ],
      refused: [
        ...["https://*", "*.shop.example", "http://*.shop.example", "https://*.example", "https://w*.shop.example"],
        ...[
          "shop.example",
          "https://shop.example/",
          "ftp://shop.example",
          "https://Shop.example",
          "https://a b",
          "null",
          "",
        ],
      ],
    },
    {
      name: "EnvironmentName",
      accepted: ["clickstream", "shop-staging", "a1"],
      refused: ["", "Shop", "-shop", "shop-", "1shop", "shop_1", "a".repeat(33)],
    },
    { name: "BucketName", accepted: ["", "my-events.2026"], refused: ["ab", "My-events", "-events", "a".repeat(64)] },
    {
      name: "JwtIssuer",
      accepted: ["", ISSUER],
      refused: ["http://issuer.example", "issuer.example", `${ISSUER}/`],
    },
    {
      name: "ApiKeysSecretArn",
      accepted: ["", KEYS_SECRET],
      // Without the six characters at its end, a policy on the ARN would allow nothing.
      refused: ["keys", KEYS_SECRET.slice(0, -7), "arn:aws:ssm:eu-west-1:123456789012:parameter/keys"],
    },
    { name: "WebAclArn", accepted: ["", ACL], refused: ["clickstream", ACL.replace("us-east-1", "eu-west-1")] },
    {
      name: "EdgeCertificateArn",
      accepted: ["", CERTIFICATE],
      refused: [CERTIFICATE.replace("us-east-1", "eu-west-1")],
    },
    {
      name: "EdgeDomainName",
      accepted: ["", "events.shop.example"],
      refused: ["localhost", "https://events.shop.example"],
    },
  ])("$name accepts and refuses these", ({ name, accepted, refused }) => {
    // CloudFormation matches the whole value.
    const pattern = new RegExp(`^(?:${String(PARAMETERS[name]?.["AllowedPattern"])})$`);

    expect(accepted.filter((value) => !pattern.test(value))).toEqual([]);
    expect(refused.filter((value) => pattern.test(value))).toEqual([]);
  });
});

describe("of options that do not go together, both templates refuse", () => {
  const TOGETHER: readonly (readonly [string, Partial<OptionValues>])[] = [
    ["an issuer without an audience", { jwtIssuer: ISSUER }],
    ["an audience without an issuer", { jwtAudience: ["web"] }],
    ["a restriction to tokens without an issuer", { restrict: "token" }],
    ["two authorizers", { restrict: "token", jwtIssuer: ISSUER, jwtAudience: ["web"], edge: true }],
    ["a restriction to keys without keys", { restrict: "key" }],
    ["keys that nobody asks for", { apiKeysSecretArn: KEYS_SECRET }],
    ["a web ACL without CloudFront", { webAclArn: ACL }],
    ["CloudFront's domain without CloudFront", { edgeDomainName: "a.example", edgeCertificateArn: CERTIFICATE }],
    ["a domain without a certificate", { edge: true, edgeDomainName: "a.example" }],
    ["logs of CloudFront without CloudFront", { edgeLogs: true }],
    ["keys in CloudFront's logs", { edge: true, edgeLogs: true, restrict: "key", apiKeysSecretArn: KEYS_SECRET }],
    ["a domain of the API without a certificate", { domainName: "a.example" }],
    ["a certificate of the API without a domain", { certificateArn: CERTIFICATE }],
    ["two domains", { edge: true, domainName: "a.example", certificateArn: CERTIFICATE }],
    ["a budget that nobody is told of", { dailyBudgetUsd: 1 }],
    ["a certificate without a domain", { edge: true, edgeCertificateArn: CERTIFICATE }],
  ];

  const brokenInSam = (options: Partial<OptionValues>): readonly string[] =>
    resolveSam(toParameters(options)).Rules.flatMap(({ name, isKept }) => (isKept ? [] : [name]));

  test.each(TOGETHER)("%s", (_what, options) => {
    expect(() => parse({ ...REQUIRED, ...options })).toThrow(TypeError);
    expect(brokenInSam(options)).toHaveLength(1);
  });

  test("each for a rule of the list, which all have their case here", () => {
    const messages = TOGETHER.map(([, options]) => {
      try {
        parse({ ...REQUIRED, ...options });
      } catch (error) {
        return String(error);
      }
      return "";
    });

    expect(RULES.filter(({ message }) => !messages.some((one) => one.includes(message)))).toEqual([]);
  });

  test.each(CHOICES)("nothing of what goes together: $name", ({ options }) => {
    expect(() => parse({ ...REQUIRED, ...options })).not.toThrow();
    expect(brokenInSam(options)).toEqual([]);
  });
});
