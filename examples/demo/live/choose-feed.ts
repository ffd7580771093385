/** Chooses the feed that reads the very store that the ingest writes to. */
import { S3Client } from "@aws-sdk/client-s3";
import type { ChosenStore } from "../gateway/choose-store.ts";
import type { EventFeed } from "./feed.ts";
import { createFolderFeed } from "./folder-feed.ts";
import { createS3Feed } from "./s3-feed.ts";

export function chooseFeed({ kind, where }: ChosenStore, env: Readonly<Partial<Record<string, string>>>): EventFeed {
  if (kind === "folder") return createFolderFeed(where);
  const bucket = env["RAW_BUCKET_NAME"] ?? "clickstream-s3-ingest";
  return createS3Feed({ client: createS3Client(env["AWS_ENDPOINT_URL_S3"]), bucket });
}

/** Servers at an address of one's own know no bucket by its host name, so the bucket goes into the path. */
function createS3Client(endpoint: string | undefined): S3Client {
  return new S3Client(endpoint === undefined ? {} : { endpoint, forcePathStyle: true });
}
