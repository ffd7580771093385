/** Who may call `POST /clickstream`: everybody, or whoever shows the secrets that are asked for. */
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

interface GateOptions extends Pick<ClickstreamIngestProps, "apiKeys" | "edge"> {
  readonly functionName: string;
  readonly apiKeySource: string;
  readonly code: Code;
  readonly logRetention: RetentionDays;
}

export const ORIGIN_SECRET_HEADER = "x-origin-secret";

/** `undefined`: nothing is asked for. */
export function createGate(scope: Construct, options: GateOptions): HttpLambdaAuthorizer | undefined {
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
    // The order of the secrets in authorizer/src/index.ts. A request without one of them is refused without a call.
    identitySource: [...(edge ? [`$request.header.${ORIGIN_SECRET_HEADER}`] : []), ...(apiKeys ? [apiKeySource] : [])],
    resultsCacheTtl: Duration.minutes(5),
  });
}

export function createJwtAuthorizer({ issuer, audience }: JwtOptions): HttpJwtAuthorizer {
  return new HttpJwtAuthorizer("JwtAuthorizer", issuer, { authorizerName: "jwt", jwtAudience: [...audience] });
}
