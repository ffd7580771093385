/** Chooses where events are kept on this machine: a folder, or an S3 server if the environment names one. */
import { join } from "node:path";
import type { EventStore } from "../../ingest-lambda/src/store/event-store.ts";
import { createLaidOutStore } from "../../ingest-lambda/src/store/layout.ts";
import { isLayoutName, LAYOUTS, readStore, type Environment } from "../../ingest-lambda/src/settings.ts";
import { createFolderStore } from "./folder-store.ts";

export interface ChosenStore {
  readonly store: EventStore;
  readonly kind: "folder" | "s3";
  /** The folder of the bucket, or the bucket and its server: for people to read. */
  readonly where: string;
}

/**
 * `AWS_ENDPOINT_URL_S3` is the AWS SDKs' own variable; key, secret and region come from theirs too. Makes no bucket.
 * `STORAGE_LAYOUT` is the function's own.
 *
 * @throws Error for a layout that needs AWS.
 */
export function chooseStore(env: Environment, folderRoot = ".clickstream"): ChosenStore {
  const bucket = env.RAW_BUCKET_NAME ?? "clickstream-s3-ingest";
  const endpoint = env.AWS_ENDPOINT_URL_S3;
  if (endpoint) {
    return {
      store: readStore({ ...env, RAW_BUCKET_NAME: bucket }),
      kind: "s3",
      where: `s3://${bucket} at ${endpoint}`,
    };
  }
  const layout = env.STORAGE_LAYOUT ?? "event";
  if (!isLayoutName(layout)) {
    throw new Error(`A folder has the layouts ${Object.keys(LAYOUTS).join(" and ")}, not STORAGE_LAYOUT=${layout}.`);
  }
  const store = createLaidOutStore(createFolderStore(folderRoot, bucket), LAYOUTS[layout]);
  return { store, kind: "folder", where: join(folderRoot, bucket) };
}
