/** The authorizers of the API's routes: by API key and CloudFront's secret, and by JWT. */
import { Duration } from "aws-cdk-lib";
import {
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
  HttpJwtAuthorizer,
} from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { createFunction } from "./function.ts";
import type { ClickstreamIngestProps, JwtOptions } from "./options.ts";

interface SecretsAuthorizerOptions extends Pick<ClickstreamIngestProps, "apiKeys" | "edge"> {
  readonly functionName: string;
  readonly apiKeySource: string;
  readonly code: Code;
  readonly logRetention: RetentionDays;
}

export const ORIGIN_SECRET_HEADER = "x-origin-secret";

/** Returns `undefined` if neither an API key nor CloudFront's secret is required: then anybody may call the route. */
export function createSecretsAuthorizer(
  scope: Construct,
  options: SecretsAuthorizerOptions,
): HttpLambdaAuthorizer | undefined {
  const { apiKeys, edge, apiKeySource } = options;
  if (!apiKeys && !edge) return undefined;
  const authorizer = createFunction(scope, "Authorizer", {
    functionName: `${options.functionName}-authorizer`,
    code: options.code,
    timeout: Duration.seconds(3),
    memorySize: 128,
    environment: {
      ...(edge ? { ORIGIN_SECRETS: edge.originSecret.unsafeUnwrap() } : {}),
      ...(apiKeys ? { API_KEYS: apiKeys.unsafeUnwrap() } : {}),
    },
    logRetention: options.logRetention,
    permissions: {},
  });
  return new HttpLambdaAuthorizer("SecretsAuthorizer", authorizer, {
    authorizerName: "secrets",
    responseTypes: [HttpLambdaResponseType.SIMPLE],
    // In the order that authorizer/src/index.ts expects. The gateway refuses a request that lacks one of them by itself.
    identitySource: [...(edge ? [`$request.header.${ORIGIN_SECRET_HEADER}`] : []), ...(apiKeys ? [apiKeySource] : [])],
    resultsCacheTtl: Duration.minutes(5),
  });
}

export function createJwtAuthorizer({ issuer, audience }: JwtOptions): HttpJwtAuthorizer {
  return new HttpJwtAuthorizer("JwtAuthorizer", issuer, { authorizerName: "jwt", jwtAudience: [...audience] });
}
