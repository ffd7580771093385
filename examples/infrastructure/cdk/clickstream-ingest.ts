/** The ingest as one CDK construct: API, function, bucket, alarms, and optionally authorizers and CloudFront. */
import { fileURLToPath } from "node:url";
import { HttpMethod, type HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Key } from "aws-cdk-lib/aws-kms";
import { Code, type Function } from "aws-cdk-lib/aws-lambda";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { parseOptions, type GivenOptions } from "../options/parse-options.ts";
import { createAlarms } from "./alarms.ts";
import { createAuthorizer } from "./authorizers.ts";
import { createBudgets } from "./budgets.ts";
import { createEdge, createOriginSecret } from "./edge.ts";
import { createDomain } from "./domain.ts";
import { createEventsBucket, forbidOverwriting } from "./events-bucket.ts";
import { createStream } from "./firehose.ts";
import { createHttpApi } from "./http-api.ts";
import { createIngest } from "./ingest.ts";

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
  /** What a record of `domainName` has to point at. */
  readonly domainTarget?: string;

  /** @throws TypeError for an option that is unknown, has no possible value, or does not go with another one */
  constructor(scope: Construct, id: string, { code, authorizerCode, ...given }: ClickstreamIngestProps) {
    super(scope, id);
    const options = parseOptions(given);

    const key = options.kmsKeyArn === "" ? undefined : Key.fromKeyArn(this, "Key", options.kmsKeyArn);
    const all = { ...options, key };

    this.bucket = createEventsBucket(this, all);
    const stream =
      options.storageLayout === "firehose" ? createStream(this, { ...all, bucket: this.bucket }) : undefined;
    forbidOverwriting(this.bucket, stream?.role);
    this.ingest = createIngest(this, options, {
      bucket: this.bucket,
      stream,
      key,
      code: code ?? builtBy("ingest-lambda/dist"),
    });
    const { api, stage } = createHttpApi(this, all);
    this.api = api;
    const originSecret = options.edge ? createOriginSecret(this) : undefined;
    const authorizer = createAuthorizer(this, options, {
      code: authorizerCode ?? builtBy("infrastructure/authorizer/dist"),
      originSecret,
      key,
    });
    this.api.addRoutes({
      path: "/clickstream",
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration("IngestIntegration", this.ingest),
      ...(authorizer === undefined ? {} : { authorizer }),
    });
    createAlarms(this, { ...options, api: this.api, ingest: this.ingest });
    createBudgets(this, options);

    if (options.domainName !== "") this.domainTarget = createDomain(this, { ...options, api, stage });
    const edge = originSecret && createEdge(this, { ...options, api: this.api, originSecret });
    const [host] = [options.edgeDomainName, edge?.distributionDomainName, options.domainName].filter(
      (name) => name !== undefined && name !== "",
    );
    this.endpoint = `${host === undefined ? api.apiEndpoint : `https://${host}`}/clickstream`;
  }
}
