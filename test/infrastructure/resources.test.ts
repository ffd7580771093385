/** What both templates make, property by property, against the brief's names and the promises of docs/deploy.md. */
import { describe, expect, test } from "vitest";
import { DEFAULTS, EVERYTHING, KEY, ISSUER, KEYS_SECRET, NO_RESERVE, resolveBoth, type Choice } from "./choices.ts";
import type { JsonObject } from "./cloudformation.ts";
import { createReader, policy, writeOwnLog, TEMPLATES } from "./read-resources.ts";

describe.each(TEMPLATES)("the template of %s", { timeout: 60_000 }, (template) => {
  const { list, only, propertiesOf, countTypes } = createReader(template);

  test("has these resources by default, and no other", () => {
    expect(countTypes(DEFAULTS)).toEqual({
      "AWS::S3::Bucket": 1,
      "AWS::S3::BucketPolicy": 1,
      "AWS::Logs::LogGroup": 2,
      "AWS::IAM::Role": 1,
      "AWS::Lambda::Function": 1,
      "AWS::Lambda::Permission": 1,
      "AWS::ApiGatewayV2::Api": 1,
      "AWS::ApiGatewayV2::Stage": 1,
      "AWS::ApiGatewayV2::Integration": 1,
      "AWS::ApiGatewayV2::Route": 1,
      "AWS::CloudWatch::Alarm": 11,
    });
  });

  test("has these resources with all options, and no other", () => {
    expect(countTypes(EVERYTHING)).toEqual({
      "AWS::S3::Bucket": 2,
      "AWS::S3::BucketPolicy": 2,
      "AWS::Logs::LogGroup": 3,
      "AWS::IAM::Role": 2,
      "AWS::Lambda::Function": 2,
      "AWS::Lambda::Permission": 2,
      "AWS::ApiGatewayV2::Api": 1,
      "AWS::ApiGatewayV2::Stage": 1,
      "AWS::ApiGatewayV2::Integration": 1,
      "AWS::ApiGatewayV2::Route": 1,
      "AWS::ApiGatewayV2::Authorizer": 1,
      "AWS::SecretsManager::Secret": 1,
      "AWS::CloudFront::Distribution": 1,
      "AWS::CloudFront::Function": 1,
      "AWS::CloudWatch::Alarm": 12,
      "AWS::Budgets::Budget": 2,
    });
  });

  test("names the endpoint and the bucket as outputs", () => {
    const endpointOf = (choice: Choice): unknown =>
      (resolveBoth(choice)[template].Outputs["Endpoint"] as JsonObject)["Value"];

    expect(endpointOf(DEFAULTS)).toBe("<AWS::ApiGatewayV2::Api clickstream-http-api ApiEndpoint>/clickstream");
    expect(endpointOf(EVERYTHING)).toBe("https://events.shop.example/clickstream");
  });

  describe("the function", () => {
    const CODE = { Handler: "index.handler", Runtime: "nodejs24.x", Architectures: ["arm64"] };
    const LOGGING = { LogFormat: "JSON", SystemLogLevel: "WARN", ApplicationLogLevel: "INFO" };

    test("is clickstream-lambda-ingest, limited in time, memory and concurrency, and knows bucket and origins", () => {
      expect(propertiesOf("AWS::Lambda::Function")).toEqual({
        ...CODE,
        FunctionName: "clickstream-lambda-ingest",
        // More than 5 s in which puts start and 3 s for the last of them, less than the gateway's 30 s.
        Timeout: 10,
        MemorySize: 512,
        ReservedConcurrentExecutions: 100,
        Role: "<AWS::IAM::Role create-events+write-own-log Arn>",
        Environment: {
          Variables: {
            RAW_BUCKET_NAME: "<AWS::S3::Bucket>",
            ALLOWED_ORIGINS: "https://shop.example,http://localhost:4000",
            ALLOW_OPAQUE_ORIGINS: "off",
            STORAGE_LAYOUT: "event",
            ID_COOKIE: "off",
            HONOUR_GPC: "off",
            POWERTOOLS_LOG_LEVEL: "INFO",
            POWERTOOLS_SERVICE_NAME: "clickstream-lambda-ingest",
          },
        },
        LoggingConfig: { ...LOGGING, LogGroup: "<AWS::Logs::LogGroup /aws/lambda/clickstream-lambda-ingest>" },
      });
    });

    test("receives each option in its own variable", () => {
      expect(propertiesOf("AWS::Lambda::Function", EVERYTHING, "my-shop-lambda-ingest")).toMatchObject({
        MemorySize: 256,
        ReservedConcurrentExecutions: 20,
        Environment: {
          Variables: {
            STORAGE_LAYOUT: "batch",
            ID_COOKIE: "on",
            HONOUR_GPC: "on",
            POWERTOOLS_LOG_LEVEL: "WARN",
            POWERTOOLS_SERVICE_NAME: "my-shop-lambda-ingest",
            ALLOW_OPAQUE_ORIGINS: "on",
            TOKEN_ISSUER: ISSUER,
            TOKEN_AUDIENCE: "web,app",
          },
        },
      });
    });

    test("may create events and write its own log, and nothing else", () => {
      expect(propertiesOf("AWS::IAM::Role")).toEqual({
        AssumeRolePolicyDocument: policy({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }),
        Policies: [
          {
            PolicyName: "create-events",
            PolicyDocument: policy({ Action: "s3:PutObject", Resource: "<AWS::S3::Bucket Arn>/events/*" }),
          },
          writeOwnLog("/aws/lambda/clickstream-lambda-ingest"),
        ],
      });
    });

    test("of the authorizer is small, has no secret in its settings, may read the two, and write its own log", () => {
      const [, role] = list("AWS::IAM::Role", EVERYTHING);

      expect(propertiesOf("AWS::Lambda::Function", EVERYTHING, "my-shop-lambda-authorizer")).toEqual({
        ...CODE,
        FunctionName: "my-shop-lambda-authorizer",
        Timeout: 3,
        MemorySize: 128,
        Role: "<AWS::IAM::Role read-secrets+write-own-log Arn>",
        Environment: {
          Variables: { ORIGIN_SECRET_ID: "<AWS::SecretsManager::Secret>", API_KEYS_SECRET_ID: KEYS_SECRET },
        },
        LoggingConfig: { ...LOGGING, LogGroup: "<AWS::Logs::LogGroup /aws/lambda/my-shop-lambda-authorizer>" },
      });
      expect(role?.Properties).toEqual({
        AssumeRolePolicyDocument: policy({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }),
        Policies: [
          {
            PolicyName: "read-secrets",
            PolicyDocument: policy({
              Action: "secretsmanager:GetSecretValue",
              Resource: ["<AWS::SecretsManager::Secret>", KEYS_SECRET],
            }),
          },
          writeOwnLog("/aws/lambda/my-shop-lambda-authorizer"),
        ],
      });
    });
  });

  test.each([
    {
      choice: DEFAULTS,
      days: 14,
      names: ["/aws/lambda/clickstream-lambda-ingest", "/aws/vendedlogs/apis/clickstream-http-api"],
    },
    {
      choice: EVERYTHING,
      days: 30,
      names: [
        "/aws/lambda/my-shop-lambda-authorizer",
        "/aws/lambda/my-shop-lambda-ingest",
        "/aws/vendedlogs/apis/my-shop-http-api",
      ],
    },
  ])("deletes each log after $days days, and with the stack, $choice.name", ({ choice, days, names }) => {
    const logs = list("AWS::Logs::LogGroup", choice);

    expect(logs.map(({ Properties }) => Properties["LogGroupName"]).sort()).toEqual(names);
    for (const log of logs) {
      expect(log).toMatchObject({ DeletionPolicy: "Delete", UpdateReplacePolicy: "Delete" });
      expect(log.Properties["RetentionInDays"]).toBe(days);
    }
  });

  describe("the bucket", () => {
    test.each([
      {
        choice: DEFAULTS,
        name: "clickstream-s3-ingest",
        days: 400,
        encryption: { ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } },
      },
      {
        choice: EVERYTHING,
        name: "my-events",
        days: 90,
        encryption: {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KEY },
        },
      },
    ])("is private, encrypted, unversioned, expires events after $days days, and stays: $name", (expected) => {
      const bucket = only("AWS::S3::Bucket", expected.choice, expected.name);

      expect(bucket).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
      expect(bucket.Properties).toEqual({
        BucketName: expected.name,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [expected.encryption],
        },
        LifecycleConfiguration: {
          Rules: [
            { Id: "expire-raw-events", Status: "Enabled", Prefix: "events/", ExpirationInDays: expected.days },
            { Id: "expire-undelivered-events", Status: "Enabled", Prefix: "errors/", ExpirationInDays: expected.days },
            {
              Id: "abort-unfinished-uploads",
              Status: "Enabled",
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            },
          ],
        },
      });
    });

    test("refuses requests without TLS, and writes that could overwrite an event", () => {
      expect(propertiesOf("AWS::S3::BucketPolicy")).toEqual({
        Bucket: "<AWS::S3::Bucket>",
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Deny",
              Principal: { AWS: "*" },
              Action: "s3:*",
              Resource: ["<AWS::S3::Bucket Arn>", "<AWS::S3::Bucket Arn>/*"],
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
            {
              Sid: "CreateEventsOnly",
              Effect: "Deny",
              Principal: { AWS: "*" },
              Action: "s3:PutObject",
              Resource: "<AWS::S3::Bucket Arn>/events/*",
              Condition: { Null: { "s3:if-none-match": "true" } },
            },
          ],
        },
      });
    });
  });

  test("reserves no concurrency and has no alarm about it where 0 is asked for", () => {
    const names = list("AWS::CloudWatch::Alarm", NO_RESERVE).map(({ Properties }) => Properties["AlarmName"]);

    expect(propertiesOf("AWS::Lambda::Function", NO_RESERVE)).not.toHaveProperty("ReservedConcurrentExecutions");
    expect(names).toContain("clickstream-function-errors");
    expect(names).not.toContain("clickstream-function-concurrency");
  });
});
