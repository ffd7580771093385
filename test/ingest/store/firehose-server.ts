/** Data Firehose on this machine for tests: moto's, which delivers at once to its S3. */
import { CreateDeliveryStreamCommand, FirehoseClient } from "@aws-sdk/client-firehose";
import { ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { BUCKET, readObject } from "../../support/s3-servers.ts";

export const STREAM_NAME = "clickstream-firehose";

export async function createStream(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new FirehoseClient({ endpoint, region: "us-east-1", credentials });
  await client.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: STREAM_NAME,
      ExtendedS3DestinationConfiguration: {
        RoleARN: "arn:aws:iam::123456789012:role/firehose",
        BucketARN: `arn:aws:s3:::${BUCKET}`,
        Prefix: "events/",
      },
    }),
  );
}

/** Every object of the bucket by its key. */
export async function readAll(client: S3Client): Promise<ReadonlyMap<string, string>> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  const entries = Contents.map(async ({ Key = "" }) => [Key, (await readObject(client, Key)) ?? ""] as const);
  return new Map(await Promise.all(entries));
}
