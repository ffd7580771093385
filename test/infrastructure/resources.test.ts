/** What both templates make, property by property, against the brief's names and the promises of docs/deploy.md. */
import { describe, expect, test } from "vitest";
import { OPEN_CORS } from "../../examples/demo/gateway/cors.ts";
import { DEFAULTS, EVERYTHING, NO_RESERVE, resolveBoth, WITH_EDGE, WITH_KEYS, type Choice } from "./choices.ts";
import { standardType, type JsonObject, type Resource } from "./cloudformation.ts";
import { ORIGINS } from "./sam.ts";

const API = "<AWS::ApiGatewayV2::Api my-api>";
const INGEST = "<AWS::Lambda::Function my-ingest Arn>";
const AUTHORIZER = "<AWS::Lambda::Function my-ingest-authorizer Arn>";
const EXECUTE_API = "arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>";

/** What only SAM or only CDK says: where the code is, and names that a template gives to its own parts. */
const INCIDENTAL = ["Code", "CodeUri"];
const INCIDENTAL_ID = /^(?:api|percent|expr_1|clickstreamIngestEdgeOrigin\w+)$/;

function withoutIncidentals(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIncidentals);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name, part]) => !INCIDENTAL.includes(name) && !(/Id$/.test(name) && INCIDENTAL_ID.test(String(part))),
  );
  return Object.fromEntries(kept.map(([name, part]) => [name, withoutIncidentals(part)]));
}

describe.each(["SAM", "CDK"] as const)("the template of %s", { timeout: 60_000 }, (template) => {
  const list = (type: string, choice: Choice): readonly Resource[] =>
    Object.values(resolveBoth(choice)[template].Resources).filter(({ Type }) => standardType(Type) === type);

  /** The one resource of its type, or the one that has this name among its properties. */
  const only = (type: string, choice = DEFAULTS, name = ""): Resource => {
    const [resource, ...more] = list(type, choice).filter(({ Properties }) =>
      Object.values(Properties).some((value) => name === "" || value === name),
    );
    if (!resource || more.length > 0) throw new Error(`There is not one ${type} ${name}`);
    return resource;
  };
  const propertiesOf = (...args: Parameters<typeof only>): unknown => withoutIncidentals(only(...args).Properties);

  const countTypes = (choice: Choice): Readonly<Record<string, number>> => {
    const all = Object.values(resolveBoth(choice)[template].Resources);
    const groups = Object.groupBy(all, ({ Type }) => standardType(Type));
    return Object.fromEntries(Object.entries(groups).map(([type, group]) => [type, group?.length ?? 0]));
  };

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
      "AWS::CloudWatch::Alarm": 10,
    });
  });

  test("has these resources with all options, and no other", () => {
    expect(countTypes(EVERYTHING)).toEqual({
      "AWS::S3::Bucket": 1,
      "AWS::S3::BucketPolicy": 1,
      "AWS::Logs::LogGroup": 3,
      "AWS::IAM::Role": 2,
      "AWS::Lambda::Function": 2,
      "AWS::Lambda::Permission": 3,
      "AWS::ApiGatewayV2::Api": 1,
      "AWS::ApiGatewayV2::Stage": 1,
      "AWS::ApiGatewayV2::Integration": 1,
      "AWS::ApiGatewayV2::Route": 2,
      "AWS::ApiGatewayV2::Authorizer": 2,
      "AWS::CloudFront::Distribution": 1,
      "AWS::CloudWatch::Alarm": 11,
    });
  });

  test("names the endpoint and the bucket as outputs", () => {
    const endpointOf = (choice: Choice): unknown =>
      (resolveBoth(choice)[template].Outputs["Endpoint"] as JsonObject)["Value"];

    expect(endpointOf(DEFAULTS)).toBe("<AWS::ApiGatewayV2::Api clickstream-http-api ApiEndpoint>/clickstream");
    expect(endpointOf(EVERYTHING)).toBe("https://events.shop.example/clickstream");
  });

  describe("the API", () => {
    test("is clickstream-http-api, whose CORS lets the allowed origins send what the SDK sends, without cookies", () => {
      expect(propertiesOf("AWS::ApiGatewayV2::Api")).toEqual({
        Name: "clickstream-http-api",
        ProtocolType: "HTTP",
        CorsConfiguration: {
          AllowOrigins: ORIGINS,
          AllowMethods: ["POST", "OPTIONS"],
          AllowHeaders: ["content-type", "authorization", "x-api-key", "x-client-id", "x-session-id"],
          ExposeHeaders: ["Retry-After", "Date", "Clickstream-Ack"],
          MaxAge: 7_200,
          AllowCredentials: false,
        },
      });
    });

    test("lets pages send cookies where the ingest sets one", () => {
      expect(propertiesOf("AWS::ApiGatewayV2::Api", EVERYTHING)).toMatchObject({
        Name: "my-api",
        CorsConfiguration: { AllowCredentials: true, AllowOrigins: ORIGINS },
      });
    });

    test("has a throttle and an access log", () => {
      const { AccessLogSettings, ...stage } = only("AWS::ApiGatewayV2::Stage").Properties;

      expect(stage).toEqual({
        ApiId: "<AWS::ApiGatewayV2::Api clickstream-http-api>",
        StageName: "$default",
        AutoDeploy: true,
        DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1_000 },
      });
      expect(AccessLogSettings).toMatchObject({
        DestinationArn: "<AWS::Logs::LogGroup /aws/vendedlogs/apis/clickstream-http-api Arn>",
      });
      expect(propertiesOf("AWS::ApiGatewayV2::Stage", EVERYTHING)).toMatchObject({
        DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 90 },
      });
    });

    test("logs one line of JSON for each request, with no field that a caller can put a quote into", () => {
      const { AccessLogSettings } = only("AWS::ApiGatewayV2::Stage").Properties;
      const { Format } = AccessLogSettings as { readonly Format: string };

      // Quotes in a user agent or a path would end the JSON early, and a query may have a key.
      expect(JSON.parse(Format)).toEqual({
        requestId: "$context.requestId",
        ip: "$context.identity.sourceIp",
        requestTime: "$context.requestTime",
        httpMethod: "$context.httpMethod",
        routeKey: "$context.routeKey",
        status: "$context.status",
        protocol: "$context.protocol",
        requestLength: "$context.dataProcessed",
        responseLength: "$context.responseLength",
        responseLatency: "$context.responseLatency",
        integrationStatus: "$context.integration.status",
        integrationLatency: "$context.integration.latency",
        integrationError: "$context.integrationErrorMessage",
        errorType: "$context.error.responseType",
      });
      expect(Format).not.toContain("\n");
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
      expect(Format.length).toBeLessThan(3_000);
    });

    test("calls the function with payload format 2.0", () => {
      expect(propertiesOf("AWS::ApiGatewayV2::Integration", EVERYTHING)).toEqual({
        ApiId: API,
        IntegrationType: "AWS_PROXY",
        IntegrationUri: INGEST,
        PayloadFormatVersion: "2.0",
      });
    });

    test("has POST /clickstream, open to anonymous visitors", () => {
      expect(propertiesOf("AWS::ApiGatewayV2::Route")).toEqual({
        ApiId: "<AWS::ApiGatewayV2::Api clickstream-http-api>",
        RouteKey: "POST /clickstream",
        AuthorizationType: "NONE",
        Target: "integrations/<AWS::ApiGatewayV2::Integration>",
      });
    });

    test("has a separate route for signed-in callers, so that anonymous events are still stored", () => {
      const [open, verified] = ["POST /clickstream", "POST /clickstream/verified"].map((key) =>
        propertiesOf("AWS::ApiGatewayV2::Route", EVERYTHING, key),
      );

      expect(open).toMatchObject({
        AuthorizationType: "CUSTOM",
        AuthorizerId: "<AWS::ApiGatewayV2::Authorizer secrets>",
      });
      expect(verified).toEqual({
        ApiId: API,
        RouteKey: "POST /clickstream/verified",
        AuthorizationType: "JWT",
        AuthorizerId: "<AWS::ApiGatewayV2::Authorizer jwt>",
        Target: "integrations/<AWS::ApiGatewayV2::Integration>",
      });
    });

    test("believes tokens of the issuer for these audiences only", () => {
      expect(propertiesOf("AWS::ApiGatewayV2::Authorizer", EVERYTHING, "jwt")).toEqual({
        ApiId: API,
        Name: "jwt",
        AuthorizerType: "JWT",
        IdentitySource: ["$request.header.Authorization"],
        JwtConfiguration: {
          Issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool",
          Audience: ["web", "app"],
        },
      });
    });

    test("asks the authorizer about CloudFront's secret and the key, in this order, and caches its answer", () => {
      expect(propertiesOf("AWS::ApiGatewayV2::Authorizer", EVERYTHING, "secrets")).toEqual({
        ApiId: API,
        Name: "secrets",
        AuthorizerType: "REQUEST",
        AuthorizerPayloadFormatVersion: "2.0",
        AuthorizerResultTtlInSeconds: 300,
        EnableSimpleResponses: true,
        AuthorizerUri: `arn:<AWS::Partition>:apigateway:<AWS::Region>:lambda:path/2015-03-31/functions/${AUTHORIZER}/invocations`,
        IdentitySource: ["$request.header.x-origin-secret", "$request.header.x-api-key"],
      });
    });

    test("may call the function for these routes, and the authorizer, and nobody else may", () => {
      const permissions = list("AWS::Lambda::Permission", EVERYTHING).map(({ Properties }) => Properties);
      const permission = { Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" };
      const expected = [
        { ...permission, FunctionName: INGEST, SourceArn: `${EXECUTE_API}:${API}/*/*/clickstream` },
        { ...permission, FunctionName: INGEST, SourceArn: `${EXECUTE_API}:${API}/*/*/clickstream/verified` },
        {
          ...permission,
          FunctionName: AUTHORIZER,
          SourceArn: `${EXECUTE_API}:${API}/authorizers/<AWS::ApiGatewayV2::Authorizer secrets>`,
        },
      ];

      expect(permissions).toHaveLength(expected.length);
      expect(permissions).toEqual(expect.arrayContaining(expected));
    });
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
      expect(propertiesOf("AWS::Lambda::Function", EVERYTHING, "my-ingest")).toMatchObject({
        MemorySize: 256,
        ReservedConcurrentExecutions: 20,
        Environment: {
          Variables: {
            STORAGE_LAYOUT: "batch",
            ID_COOKIE: "on",
            HONOUR_GPC: "on",
            POWERTOOLS_LOG_LEVEL: "WARN",
            POWERTOOLS_SERVICE_NAME: "my-ingest",
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

    test("of the authorizer is small, has the secrets, and may write its own log only", () => {
      const [, role] = list("AWS::IAM::Role", EVERYTHING);

      expect(propertiesOf("AWS::Lambda::Function", EVERYTHING, "my-ingest-authorizer")).toEqual({
        ...CODE,
        FunctionName: "my-ingest-authorizer",
        Timeout: 3,
        MemorySize: 128,
        Role: "<AWS::IAM::Role write-own-log Arn>",
        Environment: {
          Variables: {
            ORIGIN_SECRETS: "the-new-secret-01,the-old-secret-01",
            API_KEYS: "a-key-of-a-shop-1,a-key-of-a-shop-2",
          },
        },
        LoggingConfig: { ...LOGGING, LogGroup: "<AWS::Logs::LogGroup /aws/lambda/my-ingest-authorizer>" },
      });
      expect(role?.Properties).toEqual({
        AssumeRolePolicyDocument: policy({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }),
        Policies: [writeOwnLog("/aws/lambda/my-ingest-authorizer")],
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
      names: ["/aws/lambda/my-ingest", "/aws/lambda/my-ingest-authorizer", "/aws/vendedlogs/apis/my-api"],
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
      { choice: DEFAULTS, name: "clickstream-s3-ingest", days: 400 },
      { choice: EVERYTHING, name: "my-events", days: 90 },
    ])("is private, encrypted, unversioned, expires events after $days days, and stays: $name", (expected) => {
      const bucket = only("AWS::S3::Bucket", expected.choice);

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
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
        },
        LifecycleConfiguration: {
          Rules: [
            { Id: "expire-raw-events", Status: "Enabled", Prefix: "events/", ExpirationInDays: expected.days },
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

  test("has a CloudFront that caches nothing, speaks TLS 1.2 only, passes all but the host, and sends the newest secret", () => {
    expect(propertiesOf("AWS::CloudFront::Distribution", EVERYTHING)).toEqual({
      DistributionConfig: {
        Comment: "clickstream",
        Enabled: true,
        HttpVersion: "http2",
        IPV6Enabled: true,
        Aliases: ["events.shop.example"],
        ViewerCertificate: {
          AcmCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1",
          MinimumProtocolVersion: "TLSv1.2_2021",
          SslSupportMethod: "sni-only",
        },
        WebACLId: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/clickstream/1",
        DefaultCacheBehavior: {
          ViewerProtocolPolicy: "https-only",
          AllowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
          // CachingDisabled and AllViewerExceptHostHeader, as AWS lists them:
          // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
          // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
          CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
          OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
          Compress: false,
        },
        Origins: [
          {
            DomainName: `${API}.execute-api.<AWS::Region>.amazonaws.com`,
            CustomOriginConfig: { OriginProtocolPolicy: "https-only", OriginSSLProtocols: ["TLSv1.2"] },
            OriginCustomHeaders: [{ HeaderName: "x-origin-secret", HeaderValue: "the-new-secret-01" }],
          },
        ],
      },
    });
  });

  test.each([
    { choice: WITH_KEYS, sources: ["$request.querystring.key"], secrets: ["API_KEYS"] },
    { choice: WITH_EDGE, sources: ["$request.header.x-origin-secret"], secrets: ["ORIGIN_SECRETS"] },
  ])("closes POST /clickstream to whoever does not send $sources, $choice.name", ({ choice, sources, secrets }) => {
    const authorizer = only("AWS::Lambda::Function", choice, "clickstream-lambda-ingest-authorizer");
    const { Variables } = authorizer.Properties["Environment"] as { readonly Variables: object };

    expect(propertiesOf("AWS::ApiGatewayV2::Route", choice)).toMatchObject({ AuthorizationType: "CUSTOM" });
    expect(propertiesOf("AWS::ApiGatewayV2::Authorizer", choice)).toMatchObject({ IdentitySource: sources });
    expect(Object.keys(Variables)).toEqual(secrets);
  });

  test("has a CloudFront under its own name and without a web ACL where neither is given", () => {
    const { DistributionConfig } = only("AWS::CloudFront::Distribution", WITH_EDGE).Properties;
    const { Outputs } = resolveBoth(WITH_EDGE)[template];

    expect(DistributionConfig).toMatchObject({ DefaultCacheBehavior: { ViewerProtocolPolicy: "https-only" } });
    for (const name of ["Aliases", "ViewerCertificate", "WebACLId"]) {
      expect(DistributionConfig).not.toHaveProperty(name);
    }
    expect(Outputs["Endpoint"]).toMatchObject({
      Value: "https://<AWS::CloudFront::Distribution DomainName>/clickstream",
    });
  });

  test("reserves no concurrency and has no alarm about it where 0 is asked for", () => {
    const names = list("AWS::CloudWatch::Alarm", NO_RESERVE).map(({ Properties }) => Properties["AlarmName"]);

    expect(propertiesOf("AWS::Lambda::Function", NO_RESERVE)).not.toHaveProperty("ReservedConcurrentExecutions");
    expect(names).toContain("clickstream-function-errors");
    expect(names).not.toContain("clickstream-function-concurrency");
  });

  describe("the alarms", () => {
    const TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";
    const ABOVE = { ComparisonOperator: "GreaterThanThreshold", TreatMissingData: "notBreaching" };
    const BELOW_OR_MISSING = { ComparisonOperator: "LessThanThreshold", TreatMissingData: "breaching" };

    const ofApi = { Namespace: "AWS/ApiGateway", Dimensions: [{ Name: "ApiId", Value: API }] };
    const ofFunction = {
      Namespace: "AWS/Lambda",
      Dimensions: [{ Name: "FunctionName", Value: "<AWS::Lambda::Function my-ingest>" }],
    };
    const ofEvents = { Namespace: "Clickstream", Dimensions: [{ Name: "service", Value: "my-ingest" }] };

    const expression = (text: string) => ({ Expression: text, ReturnData: true });
    const part = (Id: string, Metric: object, Stat = "Sum") => ({
      Id,
      ReturnData: false,
      MetricStat: { Metric, Period: 300, Stat },
    });

    test.each([
      {
        name: "server-errors",
        alarm: { ...ABOVE, Threshold: 1, EvaluationPeriods: 2 },
        metrics: [
          expression("100 * failed / requests"),
          part("failed", { ...ofApi, MetricName: "5xx" }),
          part("requests", { ...ofApi, MetricName: "Count" }),
        ],
      },
      {
        name: "client-errors",
        alarm: { ...ABOVE, Threshold: 5, EvaluationPeriods: 3 },
        metrics: [
          expression("100 * refused / requests"),
          part("refused", { ...ofApi, MetricName: "4xx" }),
          part("requests", { ...ofApi, MetricName: "Count" }),
        ],
      },
      {
        name: "request-rate",
        alarm: { ...ABOVE, Threshold: 80, EvaluationPeriods: 1 },
        metrics: [
          expression("100 * requests / PERIOD(requests) / 50"),
          part("requests", { ...ofApi, MetricName: "Count" }),
        ],
      },
      {
        name: "function-errors",
        alarm: { ...ABOVE, Threshold: 0, EvaluationPeriods: 1 },
        metric: { ...ofFunction, MetricName: "Errors", Statistic: "Sum", Period: 300 },
      },
      {
        name: "function-throttles",
        alarm: { ...ABOVE, Threshold: 0, EvaluationPeriods: 1 },
        metric: { ...ofFunction, MetricName: "Throttles", Statistic: "Sum", Period: 300 },
      },
      {
        name: "function-duration",
        alarm: { ...ABOVE, Threshold: 5_000, EvaluationPeriods: 2 },
        metric: { ...ofFunction, MetricName: "Duration", ExtendedStatistic: "p99", Period: 300 },
      },
      {
        name: "function-concurrency",
        alarm: { ...ABOVE, Threshold: 80, EvaluationPeriods: 1 },
        metrics: [
          expression("100 * running / 20"),
          part("running", { ...ofFunction, MetricName: "ConcurrentExecutions" }, "Maximum"),
        ],
      },
      {
        name: "events-not-stored",
        alarm: { ...ABOVE, Threshold: 1, EvaluationPeriods: 2 },
        metrics: [
          expression("100 * retry / received"),
          part("retry", { ...ofEvents, MetricName: "Retry" }),
          part("received", { ...ofEvents, MetricName: "Received" }),
        ],
      },
      {
        name: "events-rejected",
        alarm: { ...ABOVE, Threshold: 1, EvaluationPeriods: 3 },
        metrics: [
          expression("100 * rejected / received"),
          part("rejected", { ...ofEvents, MetricName: "Rejected" }),
          part("received", { ...ofEvents, MetricName: "Received" }),
        ],
      },
      {
        name: "events-unaccounted",
        alarm: { ...ABOVE, Threshold: 0, EvaluationPeriods: 1 },
        metric: { ...ofEvents, MetricName: "Unaccounted", Statistic: "Sum", Period: 300 },
      },
      {
        name: "silence",
        alarm: { ...BELOW_OR_MISSING, Threshold: 1, EvaluationPeriods: 1 },
        metric: { ...ofEvents, MetricName: "Stored", Statistic: "Sum", Period: 3_600 },
      },
    ])("$name watches its metric against its threshold, and notifies the topic", ({ name, alarm, metric, metrics }) => {
      const { AlarmDescription, Metrics, ...properties } = propertiesOf(
        "AWS::CloudWatch::Alarm",
        EVERYTHING,
        `clickstream-${name}`,
      ) as JsonObject;

      expect(properties).toEqual({ AlarmName: `clickstream-${name}`, AlarmActions: [TOPIC], ...alarm, ...metric });
      expect(AlarmDescription).toMatch(new RegExp(`^[A-Z].*[.] docs/runbook[.]md#${name}$`));
      // The order of the parts means nothing.
      expect((Metrics ?? []) as readonly unknown[]).toHaveLength(metrics?.length ?? 0);
      expect(Metrics ?? []).toEqual(expect.arrayContaining(metrics ?? []));
    });

    test("notify nobody and leave out silence by default", () => {
      const alarms = list("AWS::CloudWatch::Alarm", DEFAULTS).map(({ Properties }) => Properties);

      expect(alarms.length).toBeGreaterThan(0);
      for (const alarm of alarms) {
        expect(alarm).not.toHaveProperty("AlarmActions");
        expect(alarm["AlarmName"]).not.toBe("clickstream-silence");
      }
    });
  });
});

test("the local gateway answers CORS as both templates do", () => {
  const { allowMethods, allowHeaders, exposeHeaders, maxAgeSeconds } = OPEN_CORS;

  for (const { Resources } of Object.values(resolveBoth(DEFAULTS))) {
    const api = Object.values(Resources).find(({ Type }) => Type === "AWS::ApiGatewayV2::Api");
    expect(api?.Properties["CorsConfiguration"]).toMatchObject({
      AllowMethods: allowMethods,
      AllowHeaders: allowHeaders,
      ExposeHeaders: exposeHeaders,
      MaxAge: maxAgeSeconds,
    });
  }
});

/** A policy document with one statement that allows. */
function policy(statement: object): object {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] };
}

function writeOwnLog(name: string): object {
  const actions = { Action: ["logs:CreateLogStream", "logs:PutLogEvents"] };
  return {
    PolicyName: "write-own-log",
    PolicyDocument: policy({ ...actions, Resource: `<AWS::Logs::LogGroup ${name} Arn>` }),
  };
}
