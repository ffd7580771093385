/** The bucket of raw events: private, TLS only, and no event can be overwritten. */
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { AnyPrincipal, Effect, PolicyStatement, type IRole } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { OptionValues } from "../options/options.ts";

interface EventsBucketOptions extends Pick<OptionValues, "environmentName" | "bucketName" | "rawRetentionDays"> {
  readonly key: IKey | undefined;
}

/** Not versioned: after a delete marker the key could be written again, and an erased visitor's events would remain. */
export function createEventsBucket(scope: Construct, options: EventsBucketOptions): Bucket {
  const { key } = options;
  const expiration = Duration.days(options.rawRetentionDays);
  return new Bucket(scope, "EventsBucket", {
    bucketName: options.bucketName || `${options.environmentName}-s3-ingest`,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    ...(key === undefined
      ? { encryption: BucketEncryption.S3_MANAGED }
      : { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
    enforceSSL: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [
      { id: "expire-raw-events", prefix: "events/", expiration },
      { id: "expire-undelivered-events", prefix: "errors/", expiration },
      { id: "abort-unfinished-uploads", abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
  });
}

/** `writer` is Firehose's role, where it has one: Firehose names its files by chance, and cannot send the header. */
export function forbidOverwriting(bucket: Bucket, writer: IRole | undefined): void {
  bucket.addToResourcePolicy(
    new PolicyStatement({
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
      sid: "CreateEventsOnly",
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ["s3:PutObject"],
      resources: [bucket.arnForObjects("events/*")],
      conditions: {
        Null: { "s3:if-none-match": "true" },
        ...(writer === undefined ? {} : { ArnNotEquals: { "aws:PrincipalArn": writer.roleArn } }),
      },
    }),
  );
}
