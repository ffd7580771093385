/** Chooses how the live page and the dashboard read the store that the ingest writes to. */
import { S3Client } from "@aws-sdk/client-s3";
import { openMemoryDatabase } from "../warehouse/database/pglite-database.ts";
import { openPostgres } from "../warehouse/database/postgres-database.ts";
import type { DashboardOptions } from "../warehouse/dashboard/dashboard-routes.ts";
import { openSource, type Environment } from "../warehouse/settings.ts";
import { createFolderSource } from "../warehouse/sources/folder-source.ts";
import type { EventFeed } from "./live/feed.ts";
import { createFolderFeed } from "./live/feeds/folder-feed.ts";
import { createS3Feed } from "./live/feeds/s3-feed.ts";
import type { ChosenStore } from "./storage/choose-store.ts";

export function chooseFeed({ kind, where }: ChosenStore, env: Environment): EventFeed {
  if (kind === "folder") return createFolderFeed(where);
  const bucket = env["RAW_BUCKET_NAME"] ?? "clickstream-s3-ingest";
  return createS3Feed({ client: createS3Client(env["AWS_ENDPOINT_URL_S3"]), bucket });
}

/**
 * Without `DATABASE_URL` the dashboard loads the files into a database in memory. So it never holds the database folder
 * of `npm run warehouse`, which only one process can open at a time.
 */
export function chooseDashboard(
  { kind, where }: ChosenStore,
  env: Environment,
): Pick<DashboardOptions, "source" | "openDatabase"> {
  const url = env["DATABASE_URL"];
  return {
    source: kind === "folder" ? createFolderSource(where) : openSource(env),
    openDatabase: () => (url ? openPostgres(url) : openMemoryDatabase()),
  };
}

/** S3 servers other than AWS expect the bucket's name in the path, not in the host name. */
function createS3Client(endpoint: string | undefined): S3Client {
  return new S3Client(endpoint === undefined ? {} : { endpoint, forcePathStyle: true });
}
