/** The API of both templates, property by property, against the brief and the promises of docs/deploy.md. */
import { describe, expect, test } from "vitest";
import { OPEN_CORS } from "../../examples/demo/gateway/cors.ts";
import { ANY_SUBDOMAIN, DEFAULTS, EVERYTHING, ISSUER, resolveBoth, WITH_DOMAIN, WITH_TOKENS } from "./choices.ts";
import { createReader, TEMPLATES } from "./read-resources.ts";
import { ORIGINS } from "./sam.ts";

const API = "<AWS::ApiGatewayV2::Api my-shop-http-api>";
const INGEST = "<AWS::Lambda::Function my-shop-lambda-ingest Arn>";
const AUTHORIZER = "<AWS::Lambda::Function my-shop-lambda-authorizer Arn>";
const EXECUTE_API = "arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>";

describe.each(TEMPLATES)("the API of %s", { timeout: 60_000 }, (template) => {
  const { list, only, propertiesOf } = createReader(template);

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
      Name: "my-shop-http-api",
      CorsConfiguration: { AllowCredentials: true, AllowOrigins: ORIGINS },
    });
  });

  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html names these two forms only.
  test("answers the CORS of every page where the function has to judge a pattern, cookies included", () => {
    expect(propertiesOf("AWS::ApiGatewayV2::Api", ANY_SUBDOMAIN)).toMatchObject({
      CorsConfiguration: { AllowCredentials: true, AllowOrigins: ["https://*", "http://*"] },
    });
    expect(propertiesOf("AWS::Lambda::Function", ANY_SUBDOMAIN)).toMatchObject({
      Environment: { Variables: { ALLOWED_ORIGINS: "https://*.shop.example,http://localhost:4000" } },
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

  test("asks for a valid login token where the route is restricted to them", () => {
    expect(propertiesOf("AWS::ApiGatewayV2::Route", WITH_TOKENS)).toEqual({
      ApiId: "<AWS::ApiGatewayV2::Api clickstream-http-api>",
      RouteKey: "POST /clickstream",
      AuthorizationType: "JWT",
      AuthorizerId: "<AWS::ApiGatewayV2::Authorizer jwt>",
      Target: "integrations/<AWS::ApiGatewayV2::Integration>",
    });
    expect(propertiesOf("AWS::ApiGatewayV2::Authorizer", WITH_TOKENS)).toEqual({
      ApiId: "<AWS::ApiGatewayV2::Api clickstream-http-api>",
      Name: "jwt",
      AuthorizerType: "JWT",
      IdentitySource: ["$request.header.Authorization"],
      JwtConfiguration: { Issuer: ISSUER, Audience: ["web", "app"] },
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

  test("may call the function for this route, and the authorizer, and nobody else may", () => {
    const permissions = list("AWS::Lambda::Permission", EVERYTHING).map(({ Properties }) => Properties);
    const permission = { Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" };
    const expected = [
      { ...permission, FunctionName: INGEST, SourceArn: `${EXECUTE_API}:${API}/*/*/clickstream` },
      {
        ...permission,
        FunctionName: AUTHORIZER,
        SourceArn: `${EXECUTE_API}:${API}/authorizers/<AWS::ApiGatewayV2::Authorizer secrets>`,
      },
    ];

    expect(permissions).toHaveLength(expected.length);
    expect(permissions).toEqual(expect.arrayContaining(expected));
  });

  test("has a domain name of its own, by TLS 1.2 only, which the endpoint is then named by", () => {
    expect(propertiesOf("AWS::ApiGatewayV2::DomainName", WITH_DOMAIN)).toEqual({
      DomainName: "events.shop.example",
      DomainNameConfigurations: [
        {
          CertificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
          EndpointType: "REGIONAL",
          SecurityPolicy: "TLS_1_2",
        },
      ],
    });
    expect(propertiesOf("AWS::ApiGatewayV2::ApiMapping", WITH_DOMAIN)).toEqual({
      ApiId: "<AWS::ApiGatewayV2::Api clickstream-http-api>",
      DomainName: expect.stringContaining("AWS::ApiGatewayV2::DomainName"),
      Stage: "$default",
    });
    expect(resolveBoth(WITH_DOMAIN)[template].Outputs["Endpoint"]).toMatchObject({
      Value: "https://events.shop.example/clickstream",
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
