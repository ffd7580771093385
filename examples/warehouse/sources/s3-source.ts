/** Reads and erases raw events in a bucket, with the official client, which retries by itself when S3 throttles. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { BucketSource, ListedObject } from "./object-source.ts";
import { decodeObject, encodeObject } from "./object-text.ts";

export interface S3SourceOptions {
  readonly client: S3Client;
  readonly bucket: string;
}

const PREFIX = "events/";

/** The client's default of three attempts gives up within a second. A loader has more time than that. */
const MAX_ATTEMPTS = 8;

/** `endpoint` is for servers other than AWS; region and credentials come from the SDK's own variables and files. */
export function createSourceClient(endpoint: string | undefined): S3Client {
  return new S3Client({ maxAttempts: MAX_ATTEMPTS, ...(endpoint ? { endpoint, forcePathStyle: true } : {}) });
}

export function createS3Source({ client, bucket }: S3SourceOptions): BucketSource {
  const at = { Bucket: bucket };
  return {
    name: `s3://${bucket}`,

    async *list(fromDay) {
      // Keys begin with their day, and S3 lists them in order.
      const input = { ...at, Prefix: PREFIX, ...(fromDay && { StartAfter: PREFIX + fromDay }) };
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, input)) {
        for (const { Key = "", LastModified, Size = 0 } of Contents) {
          yield { key: Key, modifiedAtMs: LastModified?.getTime() ?? 0, bytes: Size } satisfies ListedObject;
        }
      }
    },

    async find(key) {
      try {
        const { LastModified, ContentLength = 0 } = await client.send(new HeadObjectCommand({ ...at, Key: key }));
        return { key, modifiedAtMs: LastModified?.getTime() ?? 0, bytes: ContentLength };
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw error;
      }
    },

    async read(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ ...at, Key: key }));
        return Body && (await decodeObject(await Body.transformToByteArray()));
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },

    async create(key, text) {
      try {
        const Body = await encodeObject(key, text);
        await client.send(new PutObjectCommand({ ...at, Key: key, Body, IfNoneMatch: "*" }));
      } catch (error) {
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return;
        throw error;
      }
    },

    async remove(key) {
      await client.send(new DeleteObjectCommand({ ...at, Key: key }));
    },
  };
}
