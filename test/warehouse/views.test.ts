/** What each view answers, column by column, as numbers worked out by hand: in PostgreSQL, and in DuckDB on the files. */
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { createTracker } from "../../src/create-tracker.ts";
import type { WireEvent } from "../../src/wire.ts";
import { queryAnswers } from "../../examples/warehouse/dashboard/answers.ts";
import type { Database } from "../../examples/warehouse/database/database.ts";
import { EMPTY_REPORT } from "../../examples/warehouse/load/load-report.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import { QUARANTINE, QUESTIONS } from "../../examples/warehouse/questions/questions.ts";
import { buildKey, buildLine, createTestBucket, type TestBucket } from "../support/test-bucket.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";
import { createTestPlatform, ENDPOINT, memoryStore } from "../support/test-platform.ts";
import { ENGINES_OF_VIEWS } from "./engines-of-views.ts";
import { fillSmallShop, shopId } from "./small-shop.ts";

const MINUTE_MS = 60_000;

/** The rows of each query. `select *`, so that a column without an expectation is a failure. */
const ANSWERS: Readonly<Record<string, readonly object[]>> = {
  "select * from sessions order by visitor_id, session_number": [
    {
      visitor_id: "ann",
      session_number: 1,
      started_at: "2026-11-09T23:50:00.000Z",
      ended_at: "2026-11-10T00:27:00.000Z",
      events: 6,
      page_views: 1,
      first_page: "/",
      has_purchase: true,
      session_ids: 2,
    },
    {
      visitor_id: "ann",
      session_number: 2,
      started_at: "2026-11-10T00:57:00.001Z",
      ended_at: "2026-11-10T00:57:00.001Z",
      events: 1,
      page_views: 1,
      first_page: "/again",
      has_purchase: false,
      session_ids: 1,
    },
    {
      visitor_id: "bob",
      session_number: 1,
      started_at: "2026-11-10T10:00:00.000Z",
      ended_at: "2026-11-10T10:04:00.000Z",
      events: 5,
      page_views: 0,
      first_page: "/b",
      has_purchase: true,
      session_ids: 1,
    },
    {
      visitor_id: "bob",
      session_number: 2,
      started_at: "2026-11-11T10:00:00.000Z",
      ended_at: "2026-11-11T10:03:00.000Z",
      events: 4,
      page_views: 0,
      first_page: null,
      has_purchase: false,
      session_ids: 0,
    },
    {
      visitor_id: "cyd",
      session_number: 1,
      started_at: "2026-11-11T12:00:00.000Z",
      ended_at: "2026-11-11T12:05:30.000Z",
      events: 5,
      page_views: 0,
      first_page: "/c",
      has_purchase: true,
      session_ids: 1,
    },
    {
      visitor_id: "dan",
      session_number: 1,
      started_at: "2026-11-11T12:40:00.000Z",
      ended_at: "2026-11-11T12:41:00.000Z",
      events: 2,
      page_views: 0,
      first_page: null,
      has_purchase: false,
      session_ids: 1,
    },
  ],

  "select * from funnel order by day": [
    { day: "2026-11-09T00:00:00.000Z", sessions: 1, product_view: 1, add_to_cart: 1, checkout_start: 1, purchase: 1 },
    { day: "2026-11-10T00:00:00.000Z", sessions: 2, product_view: 1, add_to_cart: 0, checkout_start: 0, purchase: 0 },
    { day: "2026-11-11T00:00:00.000Z", sessions: 3, product_view: 3, add_to_cart: 2, checkout_start: 1, purchase: 0 },
  ],

  "select * from order_items order by order_id, event_id, product_id": [
    {
      event_id: shopId(10),
      ordered_at: "2026-11-10T00:26:00.000Z",
      client_id: "ann",
      order_id: "o-1",
      currency: "EUR",
      product_id: "mug",
      price: 5,
      quantity: 2,
    },
    {
      event_id: shopId(10),
      ordered_at: "2026-11-10T00:26:00.000Z",
      client_id: "ann",
      order_id: "o-1",
      currency: "EUR",
      product_id: "teapot",
      price: 19.99,
      quantity: 3,
    },
    {
      event_id: shopId(64),
      ordered_at: "2026-11-10T10:04:00.000Z",
      client_id: "bob",
      order_id: "o-2",
      currency: "USD",
      product_id: "mug",
      price: 7.25,
      quantity: 2,
    },
    {
      event_id: shopId(64),
      ordered_at: "2026-11-10T10:04:00.000Z",
      client_id: "bob",
      order_id: "o-2",
      currency: "USD",
      product_id: "spoon",
      price: 0,
      quantity: 4,
    },
    {
      event_id: shopId(64),
      ordered_at: "2026-11-10T10:04:00.000Z",
      client_id: "bob",
      order_id: "o-2",
      currency: "USD",
      product_id: null,
      price: 9,
      quantity: 1,
    },
    {
      event_id: shopId(82),
      ordered_at: "2026-11-11T12:02:00.000Z",
      client_id: "cyd",
      order_id: "o-4",
      currency: null,
      product_id: "mug",
      price: null,
      quantity: null,
    },
    {
      event_id: shopId(83),
      ordered_at: "2026-11-11T12:03:00.000Z",
      client_id: "cyd",
      order_id: null,
      currency: null,
      product_id: "spoon",
      price: 2,
      quantity: 1,
    },
    {
      event_id: shopId(84),
      ordered_at: "2026-11-11T12:05:30.000Z",
      client_id: "cyd",
      order_id: null,
      currency: null,
      product_id: "spoon",
      price: 2,
      quantity: 1,
    },
  ],

  "select * from product_performance order by product_id": [
    {
      product_id: "mug",
      name: "Mug (new)",
      views: 2,
      visitors: 1,
      adds: 1,
      removes: 0,
      orders: 3,
      units: 4,
    },
    { product_id: "plate", name: "Plate", views: 1, visitors: 1, adds: 1, removes: 0, orders: 0, units: 0 },
    { product_id: "spoon", name: null, views: 0, visitors: 0, adds: 0, removes: 0, orders: 3, units: 6 },
    {
      product_id: "teapot",
      name: "Thé 茶",
      views: 4,
      visitors: 3,
      adds: 2,
      removes: 1,
      orders: 1,
      units: 3,
    },
  ],

  "select * from product_revenue order by product_id, currency": [
    { product_id: "mug", currency: "EUR", revenue: 10, refunded: 0 },
    { product_id: "mug", currency: "USD", revenue: 14.5, refunded: 0 },
    { product_id: "spoon", currency: "USD", revenue: 0, refunded: 0 },
    { product_id: "spoon", currency: null, revenue: 4, refunded: 0 },
    { product_id: "teapot", currency: "EUR", revenue: 59.97, refunded: 0 },
  ],

  "select * from stream_reports order by page_load_id": [
    { page_load_id: "ann-1", last_seq: 1, dropped: 0 },
    { page_load_id: "ann-2", last_seq: 15, dropped: 7 },
    { page_load_id: "ann-3", last_seq: 2, dropped: 1 },
    { page_load_id: "bob-1", last_seq: 5, dropped: 0 },
    { page_load_id: "cyd-1", last_seq: 4, dropped: 0 },
    { page_load_id: "over", last_seq: 1, dropped: 3 },
    { page_load_id: "silent", last_seq: 7, dropped: 3 },
  ],

  "select * from delivery_proof order by page_load_id": [
    {
      page_load_id: "ann-1",
      last_seq: 1,
      stored: 1,
      dropped: 0,
      missing: 0,
      last_received_at: "2026-11-09T23:50:01.000Z",
    },
    {
      page_load_id: "ann-2",
      last_seq: 15,
      stored: 5,
      dropped: 7,
      missing: 3,
      last_received_at: "2026-11-10T00:27:06.000Z",
    },
    {
      page_load_id: "ann-3",
      last_seq: 2,
      stored: 1,
      dropped: 1,
      missing: 0,
      last_received_at: "2026-11-12T00:57:00.001Z",
    },
    {
      page_load_id: "bob-1",
      last_seq: 9,
      stored: 5,
      dropped: 0,
      missing: 4,
      last_received_at: "2026-11-10T10:04:11.000Z",
    },
    {
      page_load_id: "bob-2",
      last_seq: 4,
      stored: 4,
      dropped: 0,
      missing: 0,
      last_received_at: "2026-11-11T10:03:15.000Z",
    },
    {
      page_load_id: "cyd-1",
      last_seq: 4,
      stored: 4,
      dropped: 0,
      missing: 0,
      last_received_at: "2026-11-11T12:05:50.000Z",
    },
    { page_load_id: "over", last_seq: 1, stored: 0, dropped: 3, missing: -2, last_received_at: null },
    { page_load_id: "silent", last_seq: 7, stored: 0, dropped: 3, missing: 4, last_received_at: null },
  ],

  "select * from freshness": [
    {
      events: 24,
      visitors: 4,
      newest_event: "2026-11-11T12:50:00.000Z",
      newest_received: "2026-11-12T00:57:00.001Z",
      delay_p50_s: 12.5,
      delay_p95_s: 22.85,
    },
  ],

  [`select event_id, event_name, event_timestamp, visitor_id, session_id, page_path, properties ->> 'order_id' as order_id,
    extract(epoch from pause) as pause_s, session_number
    from session_events where visitor_id = 'ann' order by event_timestamp, event_id`]: [
    [50, "page_view", "2026-11-09T23:50:00.000Z", "s-a1", "/", null, null, 1] as const,
    [31, "product_view", "2026-11-10T00:20:00.000Z", "s-a2", "/view", null, 1_800, 1] as const,
    [32, "add_to_cart", "2026-11-10T00:20:00.000Z", "s-a2", "/add", null, 0, 1] as const,
    [20, "checkout_start", "2026-11-10T00:25:00.000Z", "s-a2", null, null, 300, 1] as const,
    [10, "purchase", "2026-11-10T00:26:00.000Z", "s-a2", null, "o-1", 60, 1] as const,
    [40, "purchase", "2026-11-10T00:27:00.000Z", "s-a2", null, "o-1", 60, 1] as const,
    [30, "page_view", "2026-11-10T00:57:00.001Z", "s-a3", "/again", null, 1_800.001, 2] as const,
  ].map(([number, event_name, event_timestamp, session_id, page_path, order_id, pause_s, session_number]) => ({
    event_id: shopId(number),
    event_name,
    event_timestamp,
    visitor_id: "ann",
    session_id,
    page_path,
    order_id,
    pause_s,
    session_number,
  })),

  [QUESTIONS.funnel.sql]: [
    { day: "2026-11-11", sessions: 3, product_view: 3, add_to_cart: 2, checkout_start: 1, purchase: 0 },
    { day: "2026-11-10", sessions: 2, product_view: 1, add_to_cart: 0, checkout_start: 0, purchase: 0 },
    { day: "2026-11-09", sessions: 1, product_view: 1, add_to_cart: 1, checkout_start: 1, purchase: 1 },
  ],
  [`select product_id from (${QUESTIONS.products.sql}) as answer`]: [
    { product_id: "spoon" },
    { product_id: "spoon" },
    { product_id: "mug" },
    { product_id: "mug" },
    { product_id: "teapot" },
    { product_id: "plate" },
  ],
  [QUESTIONS.revenue.sql]: [
    { day: "2026-11-11", currency: null, orders: 3, revenue: 4, refunded: 0, orders_without_amount: 1 },
    { day: "2026-11-10", currency: "EUR", orders: 1, revenue: 69.97, refunded: 0, orders_without_amount: 0 },
    { day: "2026-11-10", currency: "USD", orders: 1, revenue: 23.5, refunded: 0, orders_without_amount: 0 },
  ],
  [QUESTIONS.sessions.sql]: [{ sessions: 6, visitors: 4, events_each: 3.83333333, seconds_each: 505 }],
  [QUESTIONS.delivery.sql]: [
    { page_loads: 8, tracked: 43, stored: 20, dropped: 14, missing: 9, page_loads_with_gaps: 4, not_provable: 3 },
  ],
};

describe.each(ENGINES_OF_VIEWS)("the small shop in $name", { timeout: 30_000 }, ({ start }) => {
  // One test loads the shop once and compares all answers: to load it for each of them would take minutes.
  test("has each answer that was worked out by hand", { timeout: 90_000 }, async () => {
    const engine = await start();
    onTestFinished(() => engine.stop());
    const ask = await engine.load(fillSmallShop);
    for (const [sql, rows] of Object.entries(ANSWERS)) {
      expect.soft(await ask(sql), sql).toEqual(rows);
    }
  });
});

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
      `select jsonb_agg(event_id order by event_id) as ids from session_events group by visitor_id, session_number`,
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

  test("the dashboard has each answer that was worked out by hand", async () => {
    await fillSmallShop(bucket);
    const loaded = await run();
    expect(loaded).toEqual({ objects: 3, stored: 24, duplicates: 2, quarantined: 3, unreadable: 0 });
    const answers: unknown = JSON.parse(JSON.stringify(await queryAnswers(database, loaded)));
    expect(answers).toEqual({
      loaded,
      totals: {
        events: 24,
        visitors: 4,
        sessions: 6,
        orders: 5,
        revenue: [
          { currency: "EUR", amount: 69.97 },
          { currency: "USD", amount: 23.5 },
          { currency: null, amount: 4 },
        ],
        newest_received: "2026-11-12T00:57:00.001Z",
        delay_p95_s: expect.closeTo(22.85, 6),
      },
      funnel: [
        { step: "session", sessions: 6 },
        { step: "product_view", sessions: 5 },
        { step: "add_to_cart", sessions: 3 },
        { step: "checkout_start", sessions: 2 },
        { step: "purchase", sessions: 1 },
      ],
      // From 10:00:12 on the 11th to 00:57:00 on the 12th: 53,808 seconds, so steps of 900.
      traffic: {
        stepS: 900,
        steps: [
          { start_s: Date.parse("2026-11-11T10:00:00Z") / 1_000, events: 4 },
          { start_s: Date.parse("2026-11-11T12:00:00Z") / 1_000, events: 5 },
          { start_s: Date.parse("2026-11-11T12:30:00Z") / 1_000, events: 2 },
          { start_s: Date.parse("2026-11-11T12:45:00Z") / 1_000, events: 1 },
          { start_s: Date.parse("2026-11-12T00:45:00Z") / 1_000, events: 1 },
        ],
      },
      products: [
        {
          product_id: "spoon",
          name: null,
          views: 0,
          adds: 0,
          orders: 3,
          units: 6,
          revenue: [
            { currency: "USD", amount: 0 },
            { currency: null, amount: 4 },
          ],
        },
        {
          product_id: "mug",
          name: "Mug (new)",
          views: 2,
          adds: 1,
          orders: 3,
          units: 4,
          revenue: [
            { currency: "EUR", amount: 10 },
            { currency: "USD", amount: 14.5 },
          ],
        },
        {
          product_id: "teapot",
          name: "Thé 茶",
          views: 4,
          adds: 2,
          orders: 1,
          units: 3,
          revenue: [{ currency: "EUR", amount: 59.97 }],
        },
        { product_id: "plate", name: "Plate", views: 1, adds: 1, orders: 0, units: 0, revenue: [] },
      ],
      delivery: {
        page_loads: 8,
        tracked: 43,
        stored: 20,
        dropped: 14,
        missing: 9,
        not_provable: 3,
        gaps: [
          { page_load_id: "bob-1", last_seq: 9, stored: 5, dropped: 0, missing: 4 },
          { page_load_id: "silent", last_seq: 7, stored: 0, dropped: 3, missing: 4 },
          { page_load_id: "ann-2", last_seq: 15, stored: 5, dropped: 7, missing: 3 },
          { page_load_id: "over", last_seq: 1, stored: 0, dropped: 3, missing: -2 },
        ],
      },
      quarantine: [
        { reason: "not_object", lines: 2 },
        { reason: "invalid_json", lines: 1 },
      ],
    });
    expect(await database.query(QUARANTINE.sql)).toEqual([
      { reason: "not_object", lines: 2, first_object: "events/2026/11/11/second.ndjson" },
      { reason: "invalid_json", lines: 1, first_object: "events/2026/11/10/first.ndjson" },
    ]);
  });

  test("an empty warehouse answers with zeros and nulls", async () => {
    expect(JSON.parse(JSON.stringify(await queryAnswers(database, EMPTY_REPORT)))).toEqual({
      loaded: { objects: 0, stored: 0, duplicates: 0, quarantined: 0, unreadable: 0 },
      totals: { events: 0, visitors: 0, sessions: 0, orders: 0, revenue: [], newest_received: null, delay_p95_s: null },
      funnel: ["session", "product_view", "add_to_cart", "checkout_start", "purchase"].map((step) => ({
        step,
        sessions: 0,
      })),
      traffic: { stepS: 5, steps: [] },
      products: [],
      delivery: { page_loads: 0, tracked: 0, stored: 0, dropped: 0, missing: 0, not_provable: 0, gaps: [] },
      quarantine: [],
    });
  });

  test("long answers end where they say", async () => {
    const line = (index: number): string => {
      const day = String(index + 1).padStart(2, "0");
      const items = [{ context_product_id: `product-${day}`, context_product_price: 1, quantity: index + 1 }];
      return buildLine(
        { event_name: "purchase", event_timestamp: `2026-10-${day}T12:00:00Z`, properties: { items } },
        { stream: { page_load_id: `page-${day}`, last_seq: index + 1, dropped: {} } },
      );
    };
    await bucket.put(buildKey("long.ndjson"), Array.from({ length: 25 }, (_, index) => line(index)).join("\n"));
    await run();
    await database.run(`insert into clickstream_quarantine (source, object_key, line, reason)
      select 's', 'k' || reason, line, 'r' || reason from generate_series(1, 25) as reason, generate_series(1, reason) as line`);

    const first = async (sql: string): Promise<readonly unknown[]> =>
      (await database.query<Readonly<Record<string, unknown>>>(sql)).map((row) => Object.values(row)[0]);
    const days = await first(QUESTIONS.funnel.sql);
    expect([days.length, days[0], days.at(-1)]).toEqual([14, "2026-10-25", "2026-10-12"]);
    const products = await first(QUESTIONS.products.sql);
    expect([products.length, products[0], products.at(-1)]).toEqual([20, "product-25", "product-06"]);
    const reasons = await first(QUARANTINE.sql);
    expect([reasons.length, reasons[0], reasons.at(-1)]).toEqual([20, "r25", "r6"]);

    const { products: shown, delivery, quarantine } = await queryAnswers(database, EMPTY_REPORT);
    expect([shown.length, shown[0]?.product_id, shown.at(-1)?.product_id]).toEqual([12, "product-25", "product-14"]);
    expect([delivery.gaps.length, delivery.gaps[0]?.missing, delivery.gaps.at(-1)?.missing]).toEqual([10, 25, 16]);
    expect([quarantine.length, quarantine[0]?.lines, quarantine.at(-1)?.lines]).toEqual([10, 25, 16]);
  });
});
