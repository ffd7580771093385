/** The bucket of CloudFront's access logs. */
import { Aws, Duration, RemovalPolicy } from "aws-cdk-lib";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership, type IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { OptionValues } from "../options/options.ts";

type EdgeLogsOptions = Pick<OptionValues, "environmentName" | "logRetentionDays">;

/** CloudFront delivers logs by ACL. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html */
export function createEdgeLogsBucket(
  scope: Construct,
  { environmentName, logRetentionDays }: EdgeLogsOptions,
): IBucket {
  const bucket = new Bucket(scope, "EdgeLogsBucket", {
    bucketName: `${environmentName}-edge-logs-${Aws.ACCOUNT_ID}`,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [{ id: "expire-logs", expiration: Duration.days(logRetentionDays) }],
  });
  // The CDK's own types of the two differ under exactOptionalPropertyTypes.
  return bucket as IBucket;
}
