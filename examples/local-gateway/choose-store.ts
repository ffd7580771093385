/** Chooses where events are kept on this machine: a folder, or an S3 server if the environment names one. */
import { join } from "node:path";
import type { EventStore } from "../ingest-lambda/src/event-store.ts";
import { createS3Client, createS3Store } from "../ingest-lambda/src/s3-store.ts";
import { createFolderStore } from "./folder-store.ts";

export interface ChosenStore {
  readonly store: EventStore;
  readonly kind: "folder" | "s3";
  /** The folder of the bucket, or the bucket and its server: for people to read. */
  readonly where: string;
}

type Environment = Readonly<Partial<Record<string, string>>>;

/** `AWS_ENDPOINT_URL_S3` is the AWS SDKs' own variable; key, secret and region come from theirs too. Makes no bucket. */
export function chooseStore(env: Environment, folderRoot = ".clickstream"): ChosenStore {
  const bucket = env.RAW_BUCKET_NAME ?? "clickstream-s3-ingest";
  const endpoint = env.AWS_ENDPOINT_URL_S3;
  if (endpoint) {
    const store = createS3Store({ client: createS3Client(endpoint), bucket });
    return { store, kind: "s3", where: `s3://${bucket} at ${endpoint}` };
  }
  return { store: createFolderStore(folderRoot, bucket), kind: "folder", where: join(folderRoot, bucket) };
}
