/** The Data Firehose stream, which writes files of many events, each event at least once. docs/storage.md compares. */
import { Aws, RemovalPolicy } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnDeliveryStream } from "aws-cdk-lib/aws-kinesisfirehose";
import { LogStream } from "aws-cdk-lib/aws-logs";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { OptionValues } from "../options/options.ts";
import { createLog, type LogOptions } from "./log.ts";

interface StreamOptions extends LogOptions, Pick<OptionValues, "environmentName" | "firehoseBufferSeconds"> {
  readonly bucket: Bucket;
}

export interface EventsStream {
  readonly name: string;
  readonly arn: string;
  readonly role: Role;
}

export function createStream(scope: Construct, options: StreamOptions): EventsStream {
  const { bucket, key } = options;
  const streamName = `${options.environmentName}-firehose`;
  const log = createLog(scope, "FirehoseLog", { ...options, name: `/aws/kinesisfirehose/${streamName}` });
  const logStream = new LogStream(scope, "FirehoseLogStream", {
    logGroup: log,
    logStreamName: "delivery",
    removalPolicy: RemovalPolicy.DESTROY,
  });

  const permissions: Readonly<Record<string, readonly PolicyStatement[]>> = {
    // https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
    "write-files": [
      new PolicyStatement({
        actions: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
        resources: [bucket.bucketArn],
      }),
      new PolicyStatement({
        actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
        resources: [bucket.arnForObjects("events/*"), bucket.arnForObjects("errors/*")],
      }),
    ],
    "write-own-log": [new PolicyStatement({ actions: ["logs:PutLogEvents"], resources: [log.logGroupArn] })],
    ...(key === undefined
      ? {}
      : {
          "encrypt-files": [
            new PolicyStatement({ actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [key.keyArn] }),
          ],
        }),
  };
  const role = new Role(scope, "FirehoseRole", {
    assumedBy: new ServicePrincipal("firehose.amazonaws.com", {
      // Firehose acts for this account only.
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
    inlinePolicies: Object.fromEntries(
      Object.entries(permissions).map(([name, statements]) => [
        name,
        new PolicyDocument({ statements: [...statements] }),
      ]),
    ),
  });
  const stream = new CfnDeliveryStream(scope, "EventsStream", {
    deliveryStreamName: streamName,
    deliveryStreamType: "DirectPut",
    deliveryStreamEncryptionConfigurationInput: { keyType: "AWS_OWNED_CMK" },
    extendedS3DestinationConfiguration: {
      bucketArn: bucket.bucketArn,
      roleArn: role.roleArn,
      // By day of arrival, in UTC. Readers take every file of these folders whose name ends like this.
      prefix: "events/!{timestamp:yyyy/MM/dd}/",
      errorOutputPrefix: "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/",
      fileExtension: ".ndjson.gz",
      compressionFormat: "GZIP",
      bufferingHints: { intervalInSeconds: options.firehoseBufferSeconds, sizeInMBs: 64 },
      cloudWatchLoggingOptions: {
        enabled: true,
        logGroupName: log.logGroupName,
        logStreamName: logStream.logStreamName,
      },
    },
  });
  return { name: stream.ref, arn: stream.attrArn, role };
}
