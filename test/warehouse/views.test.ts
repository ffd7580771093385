/** What the views answer: sessions as the SDK counts them, the funnel step by step, products, and what is missing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTracker } from "../../src/tracker.ts";
import type { WireEvent } from "../../src/wire.ts";
import type { Database } from "../../examples/warehouse/database/database.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import { createTestPlatform, ENDPOINT, memoryStore } from "../unit/test-platform.ts";
import { buildBatch, buildKey, buildLine, createTestBucket, type TestBucket } from "../support/test-bucket.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";

const MINUTE_MS = 60_000;

/** Pauses between a visitor's events, in minutes: on both sides of the 30 that end a session, and on it. */
const PAUSES = [0, 1, 29.99, 30, 30.001, 5, 31, 600, 0, 30, 30.01];

/** One visitor's events by the real SDK in simulated time, with a new page for every second one. */
async function trackVisits(offset: number): Promise<readonly WireEvent[]> {
  const local = memoryStore();
  const session = memoryStore();
  const platform = createTestPlatform({ local, session });
  let tracker = createTracker({ endpoint: ENDPOINT }, platform);
  for (const [index, pause] of [...PAUSES.slice(offset), ...PAUSES].entries()) {
    await platform.advance(pause * MINUTE_MS);
    if (index % 2 === 1) {
      tracker.close();
      tracker = createTracker({ endpoint: ENDPOINT }, platform);
    }
    tracker.track("page_view");
  }
  await tracker.flush();
  tracker.close();
  return platform.sent();
}

describe.each(ENGINES_HERE)("on $name", { timeout: 30_000 }, ({ start }) => {
  let server: TestServer;
  let database: Database;
  let bucket: TestBucket;

  const run = (): ReturnType<typeof load> => load({ source: bucket.source, database });

  beforeAll(async () => {
    server = await start();
  }, 60_000);
  beforeEach(async () => {
    database = await server.fresh();
    bucket = await createTestBucket();
  }, 30_000);
  afterAll(() => server.stop());

  test("a session by SQL is a session of the SDK", async () => {
    const events = (await Promise.all([0, 3, 6].map(trackVisits))).flat();
    await bucket.put(buildKey("visits.ndjson"), events.map((event) => buildLine({ ...event })).join("\n"));
    await run();

    const bySql = await database.query<{ ids: readonly string[] }>(
      `select jsonb_agg(event_id order by event_id) as ids from session_events group by client_id, session_number`,
    );
    const bySdk = [...Map.groupBy(events, ({ session_id }) => session_id).values()];
    const sorted = (groups: readonly (readonly string[])[]): readonly string[] =>
      groups.map((ids) => ids.toSorted().join()).toSorted();
    expect(bySdk.length).toBeGreaterThan(12);
    expect(sorted(bySql.map(({ ids }) => ids))).toEqual(sorted(bySdk.map((group) => group.map((one) => one.event_id))));
    expect(await database.query("select count(*) as wrong from sessions where session_ids <> 1")).toEqual([
      { wrong: 0 },
    ]);
  });

  test("a session has its beginning, its end, its first page and its purchase", async () => {
    const at = new Date(Date.now() - 10 * MINUTE_MS);
    await bucket.send(
      buildBatch(
        "p1",
        [{ page_path: "/" }, { page_path: "/cart", event_name: "cart_view" }, { event_name: "purchase" }],
        at,
      ),
    );
    await run();
    expect(await database.query("select * from sessions")).toEqual([
      {
        client_id: "client-1",
        session_number: 1,
        started_at: at,
        ended_at: new Date(at.getTime() + 2_000),
        events: 3,
        page_views: 1,
        first_page: "/",
        has_purchase: true,
        session_ids: 1,
      },
    ]);
  });

  test("a step of the funnel counts only after the one before it", async () => {
    const walk = (client_id: string, names: readonly string[]): ReturnType<typeof buildBatch> =>
      buildBatch(
        `of-${client_id}`,
        names.map((event_name) => ({ event_name, client_id })),
      );
    await bucket.send(
      walk("whole", [
        "page_view",
        "product_view",
        "add_to_cart",
        "cart_view",
        "checkout_start",
        "purchase",
        "purchase",
      ]),
      walk("backwards", ["purchase", "checkout_start", "add_to_cart", "product_view"]),
      walk("without-view", ["add_to_cart", "checkout_start", "purchase"]),
      walk("undecided", ["product_view", "add_to_cart", "remove_from_cart"]),
      walk("looking", ["page_view"]),
    );
    await run();
    expect(
      await database.query(
        "select sum(sessions)::int as sessions, sum(product_view)::int as viewed, sum(add_to_cart)::int as added, sum(checkout_start)::int as checked_out, sum(purchase)::int as purchased from funnel",
      ),
    ).toEqual([{ sessions: 5, viewed: 3, added: 2, checked_out: 1, purchased: 1 }]);
  });

  test("a product's orders come from the lines of orders, each order once, whatever else lies there", async () => {
    const teapot = { context_product_id: "teapot", context_product_name: "Teapot" };
    const order = {
      order_id: "o-1",
      items: [
        {
          context_product_id: "teapot",
          context_product_price: 24.5,
          context_product_discount_price: 19.99,
          quantity: 3,
        },
        { context_product_id: "mug", context_product_price: 5, quantity: 1 },
      ],
    };
    await bucket.send(
      buildBatch("p1", [
        { event_name: "product_view", ...teapot },
        { event_name: "product_view", ...teapot, client_id: "client-2" },
        { event_name: "add_to_cart", ...teapot },
        { event_name: "purchase", properties: order },
        { event_name: "purchase", properties: order },
        { event_name: "purchase", properties: { order_id: "o-2", items: "nothing" } },
        {
          event_name: "purchase",
          properties: {
            order_id: "o-3",
            items: [5, { context_product_id: "mug", context_product_price: "free", quantity: [] }],
          },
        },
        { event_name: "purchase" },
      ]),
    );
    await run();
    expect(
      await database.query(
        `select product_id, name, views, visitors, adds, orders, units::float, revenue::text
         from product_performance order by product_id`,
      ),
    ).toEqual([
      { product_id: "mug", name: null, views: 0, visitors: 0, adds: 0, orders: 2, units: 1, revenue: "5" },
      { product_id: "teapot", name: "Teapot", views: 2, visitors: 2, adds: 1, orders: 1, units: 3, revenue: "59.97" },
    ]);
  });

  test("missing is what was tracked, and is neither stored nor counted as dropped", async () => {
    const batch = buildBatch("whole", [{}, {}, {}]);
    const cut = buildBatch("cut", [{}, {}, {}, {}, {}]);
    const previous = [
      { page_load_id: "silent", last_seq: 9, dropped: { expired: 4, invalid: 2 } },
      { page_load_id: "silent", last_seq: 3, dropped: { expired: 2 }, counted_by: "whole" },
      { page_load_id: "silent", last_seq: 3, dropped: { expired: 1 }, counted_by: "whole" },
    ];
    await bucket.send(
      { ...batch, stream: { ...batch.stream, last_seq: 5, dropped: { invalid: 2 }, previous } },
      { ...cut, events: cut.events.filter(({ event_seq }) => event_seq !== 2 && event_seq !== 4) },
    );
    await run();
    expect(
      await database.query(
        "select page_load_id, last_seq, stored, dropped, missing from delivery_proof order by page_load_id",
      ),
    ).toEqual([
      { page_load_id: "cut", last_seq: 5, stored: 3, dropped: 0, missing: 2 },
      { page_load_id: "silent", last_seq: 9, stored: 0, dropped: 8, missing: 1 },
      { page_load_id: "whole", last_seq: 5, stored: 3, dropped: 2, missing: 0 },
    ]);
  });

  test("freshness tells the newest event and how long events take", async () => {
    const at = new Date(Date.now() - 60_000);
    await bucket.send(buildBatch("p1", [{}], at));
    await run();
    const [row] = await database.query<Record<string, unknown>>("select * from freshness");
    expect(row).toMatchObject({ events: 1, visitors: 1, newest_event: at });
    expect(row?.["delay_p50_s"]).toBeGreaterThanOrEqual(60);
  });
});
