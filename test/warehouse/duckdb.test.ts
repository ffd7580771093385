/** DuckDB on the files and PostgreSQL on the rows give the same answers to the same questions. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRawFiles } from "../../examples/warehouse/questions/duckdb-files.ts";
import { COLUMNS } from "../../examples/warehouse/columns/columns.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import { QUESTIONS } from "../../examples/warehouse/questions/questions.ts";
import { toPlainRow } from "./plain-rows.ts";
import { buildBatch, buildKey, buildLine, createTestBucket, type TestBucket } from "../support/test-bucket.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";

const MINUTE_MS = 60_000;
const NAMES = [
  undefined,
  "Add to cart",
  "page_view",
  "product_view",
  "add_to_cart",
  "remove_from_cart",
  "cart_view",
  "checkout_start",
  "purchase",
];
const AWKWARD = ["plain", 'quote " and \\', "tab\t", "nul\0", "\u{1f375}", "<b>", 7, 1.5, true, [1], { a: 1 }, null];

/** Two hundred visits of some dozen events each, the same in every run; and what must not count. */
async function fill(bucket: TestBucket): Promise<void> {
  const begin = Date.now() - 300 * MINUTE_MS;
  let seed = 7;
  const pick = <Value>(values: readonly Value[]): Value => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return values[Math.floor((seed / 2_147_483_648) * values.length)] as Value;
  };
  for (let visit = 0; visit < 60; visit += 1) {
    const events = Array.from({ length: 1 + (visit % 9) }, (_, index) => ({
      event_name: pick(NAMES),
      client_id: `client-${String(visit % 23)}`,
      session_id: `session-${String(visit)}`,
      context_product_id: pick(["teapot", "mug", undefined]),
      context_product_price: pick([19.99, 5, "12.5", "cheap", undefined]),
      page_title: pick(AWKWARD),
      user_id: pick(["u1", undefined]),
      is_first_visit: pick([true, false]),
      properties: pick([
        {
          order_id: `o-${String(visit)}`,
          items: [
            { context_product_id: "teapot", context_product_price: 19.99, quantity: 1 + index },
            { context_product_id: "mug" },
          ],
        },
        { items: "none" },
        undefined,
      ]),
    }));
    const batch = buildBatch(`p${String(visit)}`, events, new Date(begin + visit * 4 * MINUTE_MS));
    const ended = { page_load_id: `q${String(visit % 7)}`, last_seq: visit, dropped: { expired: visit % 5 } };
    const previous = [ended, { ...ended, counted_by: `q${String(visit % 3)}` }];
    const stream = {
      ...batch.stream,
      last_seq: events.length + (visit % 3),
      dropped: { overflow: visit % 2 },
      previous,
    };
    // Some events never arrive.
    await bucket.send({
      ...batch,
      stream,
      events: batch.events.filter((_, index) => (visit + index) % 11 !== 0 || index === 0),
    });
  }
  const line = buildLine({ event_name: "purchase" });
  const odd = ["broken", "[1]", "{}", "5", buildLine({ event_name: undefined }), buildLine({ event_seq: -1 })];
  await bucket.put(buildKey("batch.ndjson"), [line, line, ...odd].join("\n"));
  await bucket.put(buildKey("unfinished.ndjson.tmp"), buildLine());
  await writeFile(join(bucket.folder, buildKey("zipped.ndjson.gz")), gzipSync([buildLine(), buildLine()].join("\n")));
}

describe.each(ENGINES_HERE)("on $name", { timeout: 30_000 }, ({ start }) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(() => server.stop());

  test("every question and every column has one answer", { timeout: 60_000 }, async () => {
    const bucket = await createTestBucket();
    await fill(bucket);
    const database = await server.fresh();
    await load({ source: bucket.source, database });
    const files = await openRawFiles(bucket.source);

    for (const { title, sql } of Object.values(QUESTIONS)) {
      const fromRows = await database.query<object>(sql);
      expect(fromRows.length, title).toBeGreaterThan(0);
      expect((await files.query(sql)).map(toPlainRow), title).toEqual(fromRows.map(toPlainRow));
    }
    for (const { name } of COLUMNS) {
      const sql = `select event_id, ${name} as value from clickstream_events order by event_id`;
      const fromRows = (await database.query<object>(sql)).map(toPlainRow);
      expect((await files.query(sql)).map(toPlainRow), name).toEqual(fromRows);
    }
    await files.close();
  });
});
