/** The ingest as one CDK construct: API, function, bucket, alarms, and optionally authorizers and CloudFront. */
import { fileURLToPath } from "node:url";
import { Duration } from "aws-cdk-lib";
import { HttpMethod, type HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Code, type Function } from "aws-cdk-lib/aws-lambda";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { OptionValues } from "../options/options.ts";
import { parseOptions, type GivenOptions } from "../options/parse-options.ts";
import { createAlarms } from "./alarms.ts";
import { createAuthorizer } from "./authorizers.ts";
import { createBudgets } from "./budgets.ts";
import { createEdge, createOriginSecret } from "./edge.ts";
import { createEventsBucket } from "./events-bucket.ts";
import { createFunction } from "./function.ts";
import { createHttpApi } from "./http-api.ts";

/** options.ts describes each option. */
export interface ClickstreamIngestProps extends GivenOptions {
  /** @default the output of `npm run build` */
  readonly code?: Code;
  /** @default the output of `npm run build` */
  readonly authorizerCode?: Code;
}

const builtBy = (folder: string): Code => Code.fromAsset(fileURLToPath(new URL(`../../${folder}`, import.meta.url)));

export class ClickstreamIngest extends Construct {
  readonly api: HttpApi;
  readonly ingest: Function;
  readonly bucket: Bucket;
  /** The SDK's option `endpoint`. */
  readonly endpoint: string;

  /** @throws TypeError for an option that is unknown, has no possible value, or does not go with another one */
  constructor(scope: Construct, id: string, { code, authorizerCode, ...given }: ClickstreamIngestProps) {
    super(scope, id);
    const options = parseOptions(given);

    this.bucket = createEventsBucket(this, options);
    this.ingest = createIngest(this, options, { bucket: this.bucket, code: code ?? builtBy("ingest-lambda/dist") });
    this.api = createHttpApi(this, options);
    const originSecret = options.edge ? createOriginSecret(this) : undefined;
    const authorizer = createAuthorizer(this, options, {
      code: authorizerCode ?? builtBy("infrastructure/authorizer/dist"),
      originSecret,
    });
    this.api.addRoutes({
      path: "/clickstream",
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration("IngestIntegration", this.ingest),
      ...(authorizer === undefined ? {} : { authorizer }),
    });
    createAlarms(this, { ...options, api: this.api, ingest: this.ingest });
    createBudgets(this, options);

    const edge = originSecret && createEdge(this, { ...options, api: this.api, originSecret });
    const host = options.edgeDomainName || edge?.distributionDomainName;
    this.endpoint = `${host === undefined ? this.api.apiEndpoint : `https://${host}`}/clickstream`;
  }
}

function createIngest(
  scope: Construct,
  options: OptionValues,
  { bucket, code }: { readonly bucket: Bucket; readonly code: Code },
): Function {
  const functionName = `${options.environmentName}-lambda-ingest`;
  return createFunction(scope, "Ingest", {
    functionName,
    code,
    // The function starts puts for 5 s, and the gateway waits for 30 s.
    timeout: Duration.seconds(10),
    memorySize: options.memorySize,
    ...(options.reservedConcurrency === 0 ? {} : { reservedConcurrency: options.reservedConcurrency }),
    environment: {
      RAW_BUCKET_NAME: bucket.bucketName,
      ALLOWED_ORIGINS: options.allowedOrigins.join(","),
      ALLOW_OPAQUE_ORIGINS: onOrOff(options.allowOpaqueOrigins),
      STORAGE_LAYOUT: options.storageLayout,
      ID_COOKIE: onOrOff(options.idCookie),
      HONOUR_GPC: onOrOff(options.honourGpc),
      POWERTOOLS_LOG_LEVEL: options.logLevel,
      POWERTOOLS_SERVICE_NAME: functionName,
      ...(options.jwtIssuer === ""
        ? {}
        : { TOKEN_ISSUER: options.jwtIssuer, TOKEN_AUDIENCE: options.jwtAudience.join(",") }),
    },
    logRetentionDays: options.logRetentionDays,
    permissions: {
      "create-events": new PolicyStatement({
        actions: ["s3:PutObject"],
        resources: [bucket.arnForObjects("events/*")],
      }),
    },
  });
}

function onOrOff(isOn: boolean): "on" | "off" {
  return isOn ? "on" : "off";
}
