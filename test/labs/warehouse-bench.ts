/** `npm run warehouse:bench`: how many rows a second the loader brings in, by layout and by server. `-- <events>` */
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "../../examples/warehouse/database/database.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import type { ObjectSource } from "../../examples/warehouse/sources/object-source.ts";
import { openFolderDatabase } from "../../examples/warehouse/database/pglite-database.ts";
import { openPostgres } from "../../examples/warehouse/database/postgres-database.ts";
import { ensureSchema } from "../../examples/warehouse/database/schema.ts";
import { findPostgres, startPostgres } from "../support/postgres-server.ts";
import { buildKey, buildLine } from "../support/test-bucket.ts";

const LAYOUTS = { "one event an object": 1, "20 events an object": 20, "2,000 events an object": 2_000 } as const;

const events = Number(process.argv[2] ?? 50_000);

/** Objects that are made while they are read: the bucket's own speed is not measured. */
function createSource(name: string, eventsEach: number): ObjectSource {
  const product = { context_product_id: "teapot", context_product_name: "Slow Teapot", context_product_price: 64 };
  return {
    name,
    // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous
    async *list() {
      for (let object = 0; object < events / eventsEach; object += 1) {
        yield { key: buildKey(`${name}-${String(object)}.ndjson`), modifiedAtMs: Date.now(), bytes: eventsEach * 900 };
      }
    },
    read(key) {
      const stream = { page_load_id: key.slice(-20, -7), last_seq: eventsEach, dropped: {} };
      const lines = Array.from({ length: eventsEach }, (_, index) =>
        buildLine(
          {
            ...product,
            client_id: stream.page_load_id,
            page_load_id: stream.page_load_id,
            event_seq: index + 1,
            page_url: "https://shop.example/products/slow-teapot",
            properties: { quantity: 2 },
          },
          { stream, user_agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", source_ip: "203.0.113.7" },
        ),
      );
      return Promise.resolve(lines.join("\n"));
    },
  };
}

async function measure(server: string, database: Database): Promise<readonly object[]> {
  await ensureSchema(database);
  const figures: object[] = [];
  for (const [layout, eventsEach] of Object.entries(LAYOUTS)) {
    const begin = performance.now();
    const { stored } = await load({ source: createSource(layout.replaceAll(/\W/g, "-"), eventsEach), database });
    const seconds = (performance.now() - begin) / 1_000;
    const rssMiB = Math.round(process.memoryUsage().rss / 1_048_576);
    figures.push({ server, layout, rows: stored, "rows/s": Math.round(stored / seconds), "memory, MiB": rssMiB });
  }
  return figures;
}

const folder = join(tmpdir(), `clickstream-bench-${String(process.pid)}`);
const figures: object[] = [];
const pglite = await openFolderDatabase(folder);
figures.push(...(await measure("PGlite", pglite)));
await pglite.close();
await rm(folder, { recursive: true, force: true });

const programs = findPostgres();
if (programs === undefined) {
  console.log("LEFT OUT: a PostgreSQL server; it needs Debian's postgresql");
} else {
  const server = await startPostgres(programs);
  const database = await openPostgres(server.url);
  figures.push(...(await measure("PostgreSQL", database)));
  await database.close();
  await server.stop();
}
console.table(figures);
