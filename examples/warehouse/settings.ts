/** Opens the source of raw events and the database that the environment variables name. */
import { join } from "node:path";
import type { Database } from "./database/database.ts";
import { openFolderDatabase } from "./database/pglite-database.ts";
import { openPostgres } from "./database/postgres-database.ts";
import { createFolderSource } from "./sources/folder-source.ts";
import type { BucketSource } from "./sources/object-source.ts";
import { createS3Source, createSourceClient } from "./sources/s3-source.ts";

export type Environment = Readonly<Partial<Record<string, string>>>;

/** Where `npm start` keeps everything. */
export const FOLDER = ".clickstream";

export const DEFAULT_BUCKET = "clickstream-s3-ingest";

export function readBucketName(env: Environment): string {
  return env["RAW_BUCKET_NAME"] ?? DEFAULT_BUCKET;
}

/** A bucket if `RAW_BUCKET_NAME` names one (`AWS_ENDPOINT_URL_S3` for servers other than AWS), otherwise the folder. */
export function openSource(env: Environment, folder = FOLDER): BucketSource {
  const { AWS_ENDPOINT_URL_S3: endpoint } = env;
  const bucket = readBucketName(env);
  if (env["RAW_BUCKET_NAME"] === undefined && endpoint === undefined) return createFolderSource(join(folder, bucket));
  return createS3Source({ client: createSourceClient(endpoint), bucket });
}

/** The server of `DATABASE_URL`, otherwise PGlite in the folder. */
export function openDatabase(env: Environment, folder = FOLDER): Promise<Database> {
  const url = env["DATABASE_URL"];
  return url ? openPostgres(url) : openFolderDatabase(join(folder, "warehouse"));
}
