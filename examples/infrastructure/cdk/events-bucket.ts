/** The bucket of raw events: private, TLS only, and no event can be overwritten. */
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { OptionValues } from "../options/options.ts";

type EventsBucketOptions = Pick<OptionValues, "environmentName" | "bucketName" | "rawRetentionDays">;

/** Not versioned: after a delete marker the key could be written again, and an erased visitor's events would remain. */
export function createEventsBucket(scope: Construct, options: EventsBucketOptions): Bucket {
  const bucket = new Bucket(scope, "EventsBucket", {
    bucketName: options.bucketName || `${options.environmentName}-s3-ingest`,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [
      { id: "expire-raw-events", prefix: "events/", expiration: Duration.days(options.rawRetentionDays) },
      { id: "abort-unfinished-uploads", abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
  });
  bucket.addToResourcePolicy(
    new PolicyStatement({
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
      sid: "CreateEventsOnly",
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ["s3:PutObject"],
      resources: [bucket.arnForObjects("events/*")],
      conditions: { Null: { "s3:if-none-match": "true" } },
    }),
  );
  return bucket;
}
