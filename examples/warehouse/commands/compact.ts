/** `npm run compact`: writes the bucket as Parquet, a file of events for each day. `-- --to <folder or s3://bucket>` */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compact } from "../compact/compact.ts";
import type { FolderReport } from "../compact/write-files.ts";
import { createParquetBucket, createParquetFolder, type ParquetStore } from "../compact/parquet-store.ts";
import { FOLDER, openSource } from "../settings.ts";
import { createSourceClient } from "../sources/s3-source.ts";
import { printAnswer } from "./print-answer.ts";

const { values } = parseArgs({
  options: {
    to: { type: "string", default: join(FOLDER, "parquet") },
    // Days before the last so many are removed.
    "keep-days": { type: "string" },
  },
});

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const source = openSource(process.env);
  const target = openTarget(values.to);
  console.log(`${source.name} -> ${target.name}`);
  const onFolder = ({ folder, objects, events }: FolderReport): void => {
    console.log(`${folder}: ${String(events)} events in ${String(objects)} objects`);
  };
  const keepFrom = readKeepFrom(values["keep-days"]);
  const { folders, days } = await compact({ source, target, keepFrom, onFolder });
  printAnswer({ title: "Raw folders that have changed" }, folders);
  console.log(`\nFiles of days that were written or removed: ${String(days.length)}`);
  if (folders.some(({ unreadable }) => unreadable > 0))
    throw new Error("Some objects could not be read. Run it again.");
}

function openTarget(to: string): ParquetStore {
  const bucket = /^s3:\/\/([^/]+)\/?$/.exec(to)?.[1];
  if (bucket === undefined && to.startsWith("s3:"))
    throw new Error(`--to takes a bucket, such as s3://clickstream-parquet; got ${to}`);
  if (bucket === undefined) return createParquetFolder(to);
  return createParquetBucket({ client: createSourceClient(process.env["AWS_ENDPOINT_URL_S3"]), bucket });
}

function readKeepFrom(days: string | undefined): string | undefined {
  if (days === undefined) return undefined;
  if (!/^[1-9]\d{0,4}$/.test(days)) throw new Error(`--keep-days takes a whole number of days; got ${days}`);
  return new Date(Date.now() - Number(days) * 86_400_000).toISOString().slice(0, 10);
}
