/** Chooses where the local ingest stores events: in a folder, or on an S3 server that the environment names. */
import { join } from "node:path";
import type { EventStore } from "../../ingest-lambda/src/store/event-store.ts";
import { createLaidOutStore } from "../../ingest-lambda/src/store/layout.ts";
import { isLayoutName, LAYOUTS, readStore, type Environment } from "../../ingest-lambda/src/settings.ts";
import { createFolderStore } from "./folder-store.ts";

export interface ChosenStore {
  readonly store: EventStore;
  readonly kind: "folder" | "s3";
  /** The bucket's folder, or the bucket and its server, as text for people. */
  readonly where: string;
}

/**
 * `AWS_ENDPOINT_URL_S3` is a variable of the AWS SDKs, as are those for key, secret and region. `STORAGE_LAYOUT` is the
 * Lambda function's. The bucket has to exist.
 *
 * @throws Error for a layout that a folder does not have
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
