/** Every engine that runs the views here, each with the same files: databases that loaded them, and DuckDB on the files. */
import { onTestFinished, vi } from "vitest";
import { load } from "../../examples/warehouse/load/loader.ts";
import { openRawFiles } from "../../examples/warehouse/questions/duckdb-files.ts";
import { createTestBucket, type TestBucket } from "../support/test-bucket.ts";
import { ENGINES_HERE } from "../support/test-databases.ts";
import { toPlainRow } from "./plain-rows.ts";

/** Days begin nine hours earlier there than in UTC: an answer by the local day would be another one. */
const FAR_ZONE = "Asia/Tokyo";

type Ask = (sql: string) => Promise<readonly object[]>;

interface EngineOfViews {
  readonly name: string;
  start(): Promise<RunningEngine>;
}

export interface RunningEngine {
  /** Fills a bucket, and answers questions about it until the test ends. */
  load(fill: (bucket: TestBucket) => Promise<void>): Promise<Ask>;
  stop(): Promise<void>;
}

const DATABASES: readonly EngineOfViews[] = ENGINES_HERE.map(({ name, start }) => ({
  name,
  async start() {
    const server = await start();
    return {
      async load(fill) {
        const bucket = await createTestBucket();
        await fill(bucket);
        const database = await server.fresh();
        await database.run(`set timezone = '${FAR_ZONE}'`);
        await load({ source: bucket.source, database });
        return async (sql) => (await database.query<object>(sql)).map(toPlainRow);
      },
      stop: () => server.stop(),
    };
  },
}));

const DUCKDB: EngineOfViews = {
  name: "DuckDB",
  start: () =>
    Promise.resolve({
      async load(fill) {
        vi.stubEnv("TZ", FAR_ZONE);
        const bucket = await createTestBucket();
        await fill(bucket);
        const files = await openRawFiles(bucket.source);
        onTestFinished(async () => {
          await files.close();
          vi.unstubAllEnvs();
        });
        return async (sql) => (await files.query(sql)).map(toPlainRow);
      },
      stop: () => Promise.resolve(),
    }),
};

export const ENGINES_OF_VIEWS: readonly EngineOfViews[] = [...DATABASES, DUCKDB];
