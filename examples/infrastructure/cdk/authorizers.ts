/** The authorizers of `POST /clickstream`: by API key and CloudFront's secret, or by login token. */
import { Duration } from "aws-cdk-lib";
import type { IHttpRouteAuthorizer } from "aws-cdk-lib/aws-apigatewayv2";
import {
  HttpJwtAuthorizer,
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { OptionValues } from "../options/options.ts";
import { ORIGIN_SECRET_HEADER, type OriginSecret } from "./edge.ts";
import { createFunction } from "./function.ts";

interface AuthorizerOptions {
  readonly code: Code;
  /** What CloudFront sends, where there is one. */
  readonly originSecret: OriginSecret | undefined;
  readonly key: IKey | undefined;
}

/** Returns `undefined` if anybody may call the route. A route has one authorizer. */
export function createAuthorizer(
  scope: Construct,
  options: OptionValues,
  { code, originSecret, key }: AuthorizerOptions,
): IHttpRouteAuthorizer | undefined {
  const { restrict, jwtIssuer, jwtAudience, apiKeysSecretArn } = options;
  if (restrict === "token") {
    return new HttpJwtAuthorizer("JwtAuthorizer", jwtIssuer, { authorizerName: "jwt", jwtAudience: [...jwtAudience] });
  }
  const keysSecretArn = restrict === "key" ? apiKeysSecretArn : undefined;
  if (keysSecretArn === undefined && originSecret === undefined) return undefined;

  const secretIds = {
    ...(originSecret === undefined ? {} : { ORIGIN_SECRET_ID: originSecret.secretArn }),
    ...(keysSecretArn === undefined ? {} : { API_KEYS_SECRET_ID: keysSecretArn }),
  };
  const authorizer = createFunction(scope, "Authorizer", {
    functionName: `${options.environmentName}-lambda-authorizer`,
    code,
    key,
    timeout: Duration.seconds(3),
    memorySize: 128,
    // The secrets themselves are in no template and in no function's settings.
    environment: secretIds,
    logRetentionDays: options.logRetentionDays,
    permissions: {
      "read-secrets": new PolicyStatement({
        actions: ["secretsmanager:GetSecretValue"],
        resources: Object.values(secretIds),
      }),
    },
  });
  return new HttpLambdaAuthorizer("SecretsAuthorizer", authorizer, {
    authorizerName: "secrets",
    responseTypes: [HttpLambdaResponseType.SIMPLE],
    // In the order that authorizer/src/index.ts expects. The gateway refuses a request that lacks one of them by itself.
    identitySource: [
      ...(originSecret === undefined ? [] : [`$request.header.${ORIGIN_SECRET_HEADER}`]),
      ...(keysSecretArn === undefined ? [] : [options.apiKeySource]),
    ],
    resultsCacheTtl: Duration.minutes(5),
  });
}
