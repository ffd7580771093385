/** The HTTP API in front of the ingest: CORS for the allowed origins, a throttle, and an access log. */
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { CorsHttpMethod, HttpApi, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";

interface ApiOptions {
  readonly apiName: string;
  readonly allowedOrigins: readonly string[];
  readonly allowCredentials: boolean;
  readonly rateLimit: number;
  readonly burstLimit: number;
  readonly logRetention: RetentionDays;
}

/**
 * Only fields that a caller cannot put a quote into, since it is not documented that the gateway escapes it: no path, no
 * query (it may have a key), no user agent (each stored event has it).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
const ACCESS_LOG_FIELDS = {
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
};

export function createHttpApi(scope: Construct, options: ApiOptions): HttpApi {
  const { apiName, allowedOrigins, allowCredentials, rateLimit, burstLimit, logRetention } = options;
  const api = new HttpApi(scope, "HttpApi", {
    apiName,
    createDefaultStage: false,
    corsPreflight: {
      allowOrigins: [...allowedOrigins],
      allowCredentials,
      allowMethods: [CorsHttpMethod.POST, CorsHttpMethod.OPTIONS],
      allowHeaders: ["content-type", "authorization", "x-api-key", "x-client-id", "x-session-id"],
      exposeHeaders: ["Retry-After", "Date", "Clickstream-Ack"],
      maxAge: Duration.hours(2),
    },
  });
  const log = new LogGroup(scope, "AccessLog", {
    // Log groups with this prefix do not count towards the size limit of the account's CloudWatch Logs resource policy.
    logGroupName: `/aws/vendedlogs/apis/${apiName}`,
    retention: logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  new HttpStage(scope, "Stage", {
    httpApi: api,
    autoDeploy: true,
    throttle: { rateLimit, burstLimit },
    accessLogSettings: {
      destination: new LogGroupLogDestination(log),
      format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
    },
  });
  return api;
}
