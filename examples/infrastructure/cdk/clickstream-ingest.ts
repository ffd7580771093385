/** The ingest as one CDK construct: API, function, bucket, alarms, and optionally authorizers and CloudFront. */
import { fileURLToPath } from "node:url";
import { Duration } from "aws-cdk-lib";
import { HttpMethod, type HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Code, type Function } from "aws-cdk-lib/aws-lambda";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { createAlarms } from "./alarms.ts";
import { createEdge } from "./edge.ts";
import { createEventsBucket } from "./events-bucket.ts";
import { createFunction } from "./function.ts";
import { createJwtAuthorizer, createSecretsAuthorizer } from "./authorizers.ts";
import { createHttpApi } from "./http-api.ts";
import { checkOrigins, type ClickstreamIngestProps } from "./options.ts";

const builtBy = (folder: string): Code => Code.fromAsset(fileURLToPath(new URL(`../../${folder}`, import.meta.url)));

export class ClickstreamIngest extends Construct {
  readonly api: HttpApi;
  readonly ingest: Function;
  readonly bucket: Bucket;
  /** The SDK's option `endpoint`. */
  readonly endpoint: string;

  /** @throws TypeError for `allowedOrigins` that are empty or have something else than an origin */
  constructor(scope: Construct, id: string, props: ClickstreamIngestProps) {
    super(scope, id);
    checkOrigins(props.allowedOrigins);
    const {
      functionName = "clickstream-lambda-ingest",
      logRetention = RetentionDays.TWO_WEEKS,
      rateLimit = 500,
      reservedConcurrency: reserved = 100,
    } = props;
    const reservedConcurrency = reserved === 0 ? undefined : reserved;

    this.bucket = createEventsBucket(this, {
      bucketName: props.bucketName ?? "clickstream-s3-ingest",
      rawRetention: props.rawRetention ?? Duration.days(400),
    });
    this.ingest = createFunction(this, "Ingest", {
      functionName,
      code: props.code ?? builtBy("ingest-lambda/dist"),
      // The function starts puts for 5 s, and the gateway waits for 30 s.
      timeout: Duration.seconds(10),
      memorySize: props.memorySizeMb ?? 512,
      reservedConcurrency,
      environment: {
        RAW_BUCKET_NAME: this.bucket.bucketName,
        ALLOWED_ORIGINS: props.allowedOrigins.join(","),
        STORAGE_LAYOUT: props.storageLayout ?? "event",
        ID_COOKIE: props.idCookie === true ? "on" : "off",
        HONOUR_GPC: props.honourGpc === true ? "on" : "off",
        POWERTOOLS_LOG_LEVEL: props.logLevel ?? "INFO",
        POWERTOOLS_SERVICE_NAME: functionName,
      },
      logRetention,
      permissions: {
        "create-events": new PolicyStatement({
          actions: ["s3:PutObject"],
          resources: [this.bucket.arnForObjects("events/*")],
        }),
      },
    });
    this.api = createHttpApi(this, {
      apiName: props.apiName ?? "clickstream-http-api",
      allowedOrigins: props.allowedOrigins,
      allowCredentials: props.idCookie ?? false,
      rateLimit,
      burstLimit: props.burstLimit ?? 1_000,
      logRetention,
    });
    const authorizer = createSecretsAuthorizer(this, {
      ...props,
      functionName,
      apiKeySource: props.apiKeySource ?? "$request.querystring.key",
      code: props.authorizerCode ?? builtBy("infrastructure/authorizer/dist"),
      logRetention,
    });
    const integration = new HttpLambdaIntegration("IngestIntegration", this.ingest);
    const methods = [HttpMethod.POST];
    this.api.addRoutes({ path: "/clickstream", methods, integration, ...(authorizer ? { authorizer } : {}) });
    // A separate route, since a JWT authorizer refuses anonymous visitors and expired sessions.
    if (props.jwt) {
      const path = "/clickstream/verified";
      this.api.addRoutes({ path, methods, integration, authorizer: createJwtAuthorizer(props.jwt) });
    }
    createAlarms(this, {
      api: this.api,
      ingest: this.ingest,
      functionName,
      rateLimit,
      reservedConcurrency,
      expectSteadyTraffic: props.expectSteadyTraffic ?? false,
      topic: props.alarmTopic,
    });
    const edge = props.edge && createEdge(this, this.api, props.edge);
    const edgeName = props.edge?.domain?.name ?? edge?.distributionDomainName;
    this.endpoint = `${edgeName === undefined ? this.api.apiEndpoint : `https://${edgeName}`}/clickstream`;
  }
}
