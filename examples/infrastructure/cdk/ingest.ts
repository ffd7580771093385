/** The function that stores events, its settings and its permissions. */
import { Duration } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Code, Function } from "aws-cdk-lib/aws-lambda";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { OptionValues } from "../options/options.ts";
import type { EventsStream } from "./firehose.ts";
import { createFunction } from "./function.ts";

interface IngestParts {
  readonly bucket: Bucket;
  readonly stream: EventsStream | undefined;
  readonly key: IKey | undefined;
  readonly code: Code;
}

export function createIngest(scope: Construct, options: OptionValues, parts: IngestParts): Function {
  const functionName = `${options.environmentName}-lambda-ingest`;
  return createFunction(scope, "Ingest", {
    ...options,
    functionName,
    code: parts.code,
    key: parts.key,
    // The function starts puts for 5 s, and the gateway waits for 30 s.
    timeout: Duration.seconds(10),
    reservedConcurrency: options.reservedConcurrency === 0 ? undefined : options.reservedConcurrency,
    isTraced: options.tracing,
    environment: {
      RAW_BUCKET_NAME: parts.bucket.bucketName,
      ALLOWED_ORIGINS: options.allowedOrigins.join(","),
      ALLOW_OPAQUE_ORIGINS: onOrOff(options.allowOpaqueOrigins),
      STORAGE_LAYOUT: options.storageLayout,
      ...(parts.stream === undefined ? {} : { FIREHOSE_STREAM_NAME: parts.stream.name }),
      ID_COOKIE: onOrOff(options.idCookie),
      HONOUR_GPC: onOrOff(options.honourGpc),
      POWERTOOLS_LOG_LEVEL: options.logLevel,
      POWERTOOLS_SERVICE_NAME: functionName,
      ...(options.jwtIssuer === ""
        ? {}
        : { TOKEN_ISSUER: options.jwtIssuer, TOKEN_AUDIENCE: options.jwtAudience.join(",") }),
    },
    permissions: { ...listStorePermissions(parts), ...(options.tracing ? { "write-traces": WRITE_TRACES } : {}) },
  });
}

function listStorePermissions({ bucket, stream, key }: IngestParts): Readonly<Record<string, PolicyStatement>> {
  if (stream !== undefined) {
    return { "send-events": new PolicyStatement({ actions: ["firehose:PutRecordBatch"], resources: [stream.arn] }) };
  }
  const resources = [bucket.arnForObjects("events/*")];
  return {
    "create-events": new PolicyStatement({ actions: ["s3:PutObject"], resources }),
    // S3 makes a key for each object with it. To read is another permission.
    ...(key === undefined
      ? {}
      : { "encrypt-events": new PolicyStatement({ actions: ["kms:GenerateDataKey"], resources: [key.keyArn] }) }),
  };
}

/** X-Ray has no resources to name. */
const WRITE_TRACES = new PolicyStatement({
  actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  resources: ["*"],
});

function onOrOff(isOn: boolean): "on" | "off" {
  return isOn ? "on" : "off";
}
