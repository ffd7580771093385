/** The SAM template keeps the brief's names and the promises of docs/deploy.md. cdk.test.ts holds the construct to it. */
import { describe, expect, test } from "vitest";
import { OPEN_CORS } from "../../examples/demo/gateway/cors.ts";
import { hasCfnLint, lint } from "../support/cfn-lint.ts";
import type { JsonObject, Resource } from "./cloudformation.ts";
import { ORIGINS, resolveSam, SAM_FILE } from "./sam.ts";

function find(type: string, parameters?: Readonly<Record<string, string>>): readonly Resource[] {
  return Object.values(resolveSam(parameters).Resources).filter(({ Type }) => Type === type);
}

/** The one resource of its type. */
function only(type: string, parameters?: Readonly<Record<string, string>>): Resource {
  const [resource, ...more] = find(type, parameters);
  if (!resource || more.length > 0) throw new Error(`There is not one ${type}`);
  return resource;
}

const routes = (parameters?: Readonly<Record<string, string>>) =>
  find("AWS::ApiGatewayV2::Route", parameters).map(({ Properties }) => Properties);

describe("the API", () => {
  const { Properties: api } = only("AWS::ApiGatewayV2::Api");

  test("is clickstream-http-api with POST /clickstream, open to anonymous visitors", () => {
    expect(api).toMatchObject({ Name: "clickstream-http-api", ProtocolType: "HTTP" });
    expect(routes()).toMatchObject([{ RouteKey: "POST /clickstream", AuthorizationType: "NONE" }]);
  });

  test("answers CORS as the local gateway does, to pages by name", () => {
    const { allowMethods, allowHeaders, exposeHeaders, maxAgeSeconds } = OPEN_CORS;

    expect(api["CorsConfiguration"]).toEqual({
      AllowOrigins: ORIGINS,
      AllowMethods: allowMethods,
      AllowHeaders: allowHeaders,
      ExposeHeaders: exposeHeaders,
      MaxAge: maxAgeSeconds,
      AllowCredentials: false,
    });
  });

  test("lets pages send the cookie of the ingest only where it sets one", () => {
    const { CorsConfiguration } = only("AWS::ApiGatewayV2::Api", { IdCookie: "on" }).Properties;

    expect(CorsConfiguration).toMatchObject({ AllowCredentials: true, AllowOrigins: ORIGINS });
  });

  test("lets no more requests through than the function can take, and logs each", () => {
    expect(only("AWS::ApiGatewayV2::Stage").Properties).toMatchObject({
      StageName: "$default",
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
      AccessLogSettings: { DestinationArn: "<AWS::Logs::LogGroup /aws/vendedlogs/apis/clickstream-http-api Arn>" },
    });
  });

  test("logs one line of JSON with nothing in it that a caller words", () => {
    const { AccessLogSettings } = only("AWS::ApiGatewayV2::Stage").Properties;
    const { Format } = AccessLogSettings as { readonly Format: string };
    const logged = Object.values(JSON.parse(Format) as Record<string, string>);

    // Quotes in a user agent or a path would end the JSON early, and a query may hold a key.
    expect(logged.filter((variable) => /path|query|userAgent|header|claims|authorizer|domain/i.test(variable))).toEqual(
      [],
    );
    expect(logged.every((variable) => /^\$context\.[\w.]+$/.test(variable))).toBe(true);
    expect(Format).not.toContain("\n");
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    expect(Format.length).toBeLessThan(3_000);
  });
});

describe("the function", () => {
  const { Properties: ingest } = only("AWS::Serverless::Function");

  test("is clickstream-lambda-ingest on Node 24, bounded in time and number", () => {
    expect(ingest).toMatchObject({
      FunctionName: "clickstream-lambda-ingest",
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
      ReservedConcurrentExecutions: 100,
    });
  });

  test("is stopped before the gateway gives up, and not before its own last put", () => {
    expect(ingest["Timeout"]).toBeLessThan(30);
    // 5 s in which puts begin, 3 s for the last of them.
    expect(ingest["Timeout"]).toBeGreaterThan(8);
  });

  test("is told the bucket, the same origins as the gateway, the layout, and what else it may be told", () => {
    expect(ingest["Environment"]).toEqual({
      Variables: {
        RAW_BUCKET_NAME: "<AWS::S3::Bucket>",
        ALLOWED_ORIGINS: ORIGINS.join(","),
        STORAGE_LAYOUT: "event",
        ID_COOKIE: "off",
        HONOUR_GPC: "off",
        POWERTOOLS_LOG_LEVEL: "INFO",
        POWERTOOLS_SERVICE_NAME: "clickstream-lambda-ingest",
      },
    });
  });
});

test("every log has an end, and goes with the stack", () => {
  const logs = find("AWS::Logs::LogGroup", { ApiKeys: "a-key-of-a-shop-1" });

  expect(logs).toHaveLength(3);
  for (const log of logs) expect(log).toMatchObject({ DeletionPolicy: "Delete", Properties: { RetentionInDays: 14 } });
});

describe("the bucket", () => {
  test("is clickstream-s3-ingest: private, encrypted, owned by the account, and stays when the stack goes", () => {
    expect(only("AWS::S3::Bucket")).toMatchObject({
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        BucketName: "clickstream-s3-ingest",
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
        },
      },
    });
  });

  test("is not versioned: a delete marker would free a key for a second copy", () => {
    expect(only("AWS::S3::Bucket").Properties).not.toHaveProperty("VersioningConfiguration");
  });

  test("deletes raw events after the days that were asked for, and nothing else", () => {
    const { LifecycleConfiguration } = only("AWS::S3::Bucket", { RawRetentionDays: "90" }).Properties;

    expect(LifecycleConfiguration).toEqual({
      Rules: [
        { Id: "expire-raw-events", Status: "Enabled", Prefix: "events/", ExpirationInDays: 90 },
        {
          Id: "abort-unfinished-uploads",
          Status: "Enabled",
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        },
      ],
    });
  });

  test("refuses whoever comes without TLS, and whoever could write over an event", () => {
    const { PolicyDocument } = only("AWS::S3::BucketPolicy").Properties;

    expect((PolicyDocument as JsonObject)["Statement"]).toEqual([
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
    ]);
  });
});

describe("what is optional", () => {
  const JWT = { JwtIssuer: "https://cognito-idp.eu-west-1.amazonaws.com/pool", JwtAudience: "web,app" };
  const KEYS = { ApiKeys: "a-key-of-a-shop-1" };
  const EDGE = { OriginSecret: "the-new-secret-01,the-old-secret-01" };

  test("a JWT authorizer gets a route of its own, so that anonymous events are still taken", () => {
    expect(routes(JWT)).toMatchObject([
      { RouteKey: "POST /clickstream", AuthorizationType: "NONE" },
      { RouteKey: "POST /clickstream/verified", AuthorizationType: "JWT" },
    ]);
    expect(only("AWS::ApiGatewayV2::Authorizer", JWT).Properties["JwtConfiguration"]).toEqual({
      Issuer: JWT.JwtIssuer,
      Audience: ["web", "app"],
    });
  });

  test.each([
    { name: "API keys", given: KEYS, shown: ["$request.querystring.key"] },
    { name: "an edge", given: EDGE, shown: ["$request.header.x-origin-secret"] },
    {
      name: "both",
      given: { ...KEYS, ...EDGE },
      shown: ["$request.header.x-origin-secret", "$request.querystring.key"],
    },
  ])("$name close POST /clickstream to whoever does not show what is asked for", ({ given, shown }) => {
    expect(routes(given)).toMatchObject([{ RouteKey: "POST /clickstream", AuthorizationType: "CUSTOM" }]);
    expect(only("AWS::ApiGatewayV2::Authorizer", given).Properties["IdentitySource"]).toEqual(shown);
  });

  test("the authorizer is given the secrets in the order in which the gateway shows them", () => {
    const authorizer = find("AWS::Serverless::Function", { ...KEYS, ...EDGE })[1];

    expect(authorizer?.Properties["Environment"]).toEqual({
      Variables: { ORIGIN_SECRETS: EDGE.OriginSecret, API_KEYS: KEYS.ApiKeys },
    });
  });

  test("CloudFront shows the newest secret, caches nothing, and carries the web ACL", () => {
    const { DistributionConfig } = only("AWS::CloudFront::Distribution", { ...EDGE, WebAclArn: "arn:acl" }).Properties;

    expect(DistributionConfig).toMatchObject({
      WebACLId: "arn:acl",
      DefaultCacheBehavior: { ViewerProtocolPolicy: "https-only" },
      Origins: [{ OriginCustomHeaders: [{ HeaderName: "x-origin-secret", HeaderValue: "the-new-secret-01" }] }],
    });
  });
});

test.skipIf(!hasCfnLint())("cfn-lint finds no fault in the templates", { timeout: 60_000 }, () => {
  expect(lint([SAM_FILE, "examples/infrastructure/waf.yaml"])).toBe("");
});
