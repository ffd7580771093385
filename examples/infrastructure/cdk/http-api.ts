/** The HTTP API in front of the ingest: CORS for the allowed origins, a throttle, and an access log. */
import { Duration } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { CorsHttpMethod, HttpApi, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import type { Construct } from "constructs";
import type { OptionValues } from "../options/options.ts";
import { createLog, type LogOptions } from "./log.ts";

type ApiOptions = LogOptions &
  Pick<OptionValues, "environmentName" | "allowedOrigins" | "idCookie" | "rateLimit" | "burstLimit">;

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

export function createHttpApi(
  scope: Construct,
  options: ApiOptions,
): { readonly api: HttpApi; readonly stage: HttpStage } {
  const { allowedOrigins, idCookie, rateLimit, burstLimit } = options;
  const apiName = `${options.environmentName}-http-api`;
  const api = new HttpApi(scope, "HttpApi", {
    apiName,
    createDefaultStage: false,
    corsPreflight: {
      allowOrigins: [...listCorsOrigins(allowedOrigins)],
      allowCredentials: idCookie,
      allowMethods: [CorsHttpMethod.POST, CorsHttpMethod.OPTIONS],
      allowHeaders: ["content-type", "authorization", "x-api-key", "x-client-id", "x-session-id"],
      exposeHeaders: ["Retry-After", "Date", "Clickstream-Ack"],
      maxAge: Duration.hours(2),
    },
  });
  // Log groups with this prefix do not count towards the size limit of the account's CloudWatch Logs resource policy.
  const log = createLog(scope, "AccessLog", { ...options, name: `/aws/vendedlogs/apis/${apiName}` });
  const stage = new HttpStage(scope, "Stage", {
    httpApi: api,
    autoDeploy: true,
    throttle: { rateLimit, burstLimit },
    accessLogSettings: {
      destination: new LogGroupLogDestination(log),
      format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
    },
  });
  return { api, stage };
}

/**
 * CORS of an HTTP API knows no wildcard for a part of a host. The function does, and refuses all other origins.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
function listCorsOrigins(origins: readonly string[]): readonly string[] {
  return origins.some((origin) => origin.includes("*")) ? ["https://*", "http://*"] : origins;
}
