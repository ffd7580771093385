/** What the views make of events as shops really send them: orders in several forms, several currencies, refunds, absurd values. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { QUESTIONS } from "../../examples/warehouse/questions/questions.ts";
import { buildKey, buildLine, type TestBucket } from "../support/test-bucket.ts";
import { ENGINES_OF_VIEWS, type RunningEngine } from "./engines-of-views.ts";

type Fields = Readonly<Record<string, unknown>>;

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 12, minute)).toISOString();

const mugs = (quantity: unknown, price: unknown = 5): Fields => ({
  context_product_id: "mug",
  context_product_price: price,
  quantity,
});

const commerce = (event_name: string, minute: number, properties: Fields): string =>
  buildLine({ event_name, event_timestamp: at(minute), properties });

const fill =
  (...lines: readonly string[]) =>
  (bucket: TestBucket): Promise<void> =>
    bucket.put(buildKey("lines.ndjson"), lines.join("\n"));

const ORDERS = `select order_id, currency, revenue from orders order by ordered_at`;
const MONEY = "select currency, orders, revenue, refunded, orders_without_amount from revenue order by currency";

describe.each(ENGINES_OF_VIEWS)("in $name", { timeout: 60_000 }, ({ start }) => {
  let engine: RunningEngine;
  beforeAll(async () => {
    engine = await start();
  }, 60_000);
  afterAll(() => engine.stop());

  test("an order is its newest complete form, and was placed when it was first seen", async () => {
    const ask = await engine.load(
      fill(
        commerce("purchase", 0, { order_id: "a", currency: "EUR" }),
        commerce("purchase", 1, { order_id: "a", currency: "EUR", items: [mugs(2)] }),
        commerce("purchase", 2, { order_id: "a", currency: "EUR", items: [mugs(3)] }),
        commerce("purchase", 3, { order_id: "a", currency: "EUR", items: [{ context_product_id: "mug" }] }),
      ),
    );
    expect(await ask("select order_id, ordered_at, revenue from orders")).toEqual([
      { order_id: "a", ordered_at: at(0), revenue: 15 },
    ]);
    expect(await ask("select product_id, quantity from order_items")).toEqual([{ product_id: "mug", quantity: 3 }]);
  });

  test("empty ids are no ids: each such order is one of its own", async () => {
    const empty = ["", "  ", null, undefined, {}, []].map((order_id, minute) =>
      commerce("purchase", minute, { order_id, currency: "EUR", value: 1 }),
    );
    const ask = await engine.load(fill(...empty, commerce("purchase", 9, { order_id: 42, currency: "EUR", value: 1 })));
    expect(await ask(ORDERS)).toEqual([
      ...empty.map(() => ({ order_id: null, currency: "EUR", revenue: 1 })),
      { order_id: 42, currency: "EUR", revenue: 1 },
    ]);
  });

  test("money is added up by currency, and an unknown currency is a row of its own", async () => {
    const ask = await engine.load(
      fill(
        commerce("purchase", 0, { order_id: "a", currency: "EUR", items: [mugs("3")] }),
        commerce("purchase", 1, { order_id: "b", currency: " jpy", value: "1200" }),
        commerce("purchase", 2, { order_id: "c", currency: "eur", value: 4.5, items: [mugs(1)] }),
        commerce("purchase", 3, { order_id: "d", currency: "gold", value: 7 }),
        commerce("purchase", 4, { order_id: "e", currency: "EUR" }),
      ),
    );
    expect(await ask(MONEY)).toEqual([
      { currency: "EUR", orders: 3, revenue: 19.5, refunded: 0, orders_without_amount: 1 },
      { currency: "JPY", orders: 1, revenue: 1_200, refunded: 0, orders_without_amount: 0 },
      { currency: null, orders: 1, revenue: 7, refunded: 0, orders_without_amount: 0 },
    ]);
    expect(await ask("select product_id, orders, units from product_performance")).toEqual([
      { product_id: "mug", orders: 2, units: 4 },
    ]);
  });

  test("refunds are subtracted: a whole order once, parts as often as they come, in the order's currency", async () => {
    const ask = await engine.load(
      fill(
        commerce("purchase", 0, { order_id: "a", currency: "EUR", items: [mugs(2)] }),
        commerce("purchase", 1, { order_id: "b", currency: "EUR", items: [mugs(4)] }),
        commerce("refund", 2, { order_id: "a" }),
        commerce("refund", 3, { order_id: "a" }),
        commerce("refund", 4, { order_id: "b", items: [mugs(1)] }),
        commerce("refund", 5, { order_id: "b", value: -5, items: [mugs(1)] }),
        commerce("refund", 6, { order_id: "of another system", currency: "USD", value: 3 }),
      ),
    );
    expect(await ask(MONEY)).toEqual([
      { currency: "EUR", orders: 2, revenue: 30, refunded: 20, orders_without_amount: 0 },
      { currency: "USD", orders: 0, revenue: 0, refunded: 3, orders_without_amount: 0 },
    ]);
    expect(await ask("select * from product_revenue")).toEqual([
      { product_id: "mug", currency: "EUR", revenue: 30, refunded: 20 },
    ]);
  });

  test("a visitor is one on all subdomains that share the ingest's cookie", async () => {
    const came = (minute: number, event_name: string, client_id: string | undefined, first_party_id?: string): string =>
      buildLine({ event_name, event_timestamp: at(minute), client_id }, { first_party_id });
    const ask = await engine.load(
      fill(
        came(0, "product_view", "www", "cookie"),
        came(1, "add_to_cart", "www"),
        came(2, "checkout_start", "checkout", "cookie"),
        came(3, "purchase", "checkout", "cookie"),
        came(4, "page_view", "somebody-else"),
        // Nobody knows whose the first is. It is not of whoever else came without a `client_id`.
        came(5, "page_view", undefined),
        came(6, "page_view", undefined, "other-cookie"),
      ),
    );
    expect(await ask("select visitor_id, events from sessions order by visitor_id")).toEqual([
      { visitor_id: "cookie", events: 4 },
      { visitor_id: "other-cookie", events: 1 },
      { visitor_id: "somebody-else", events: 1 },
    ]);
    expect(await ask("select sessions, purchase from funnel")).toEqual([{ sessions: 3, purchase: 1 }]);
    expect(await ask("select visitors from freshness")).toEqual([{ visitors: 3 }]);
  });

  test("no value makes a question fail: absurd prices, quantities and reports are unknown", async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const absurd = [1e200, -1e200, 1e12, 1e-200, most, "1e5", "-", "", true, null, [1], { a: 1 }, "9".repeat(300)];
    // As many as the ingest takes. Added up over a hundred pages, the counts are beyond 64 bits.
    const manyReasons = Object.fromEntries(Array.from({ length: 32 }, (_, index) => [`reason_${String(index)}`, most]));
    const stream = (id: number): Fields => ({
      page_load_id: `page-${String(id)}`,
      last_seq: most,
      dropped: manyReasons,
      previous: Array.from({ length: 16 }, () => ({
        page_load_id: "earlier",
        counted_by: `page-${String(id)}`,
        last_seq: most,
        dropped: manyReasons,
      })),
    });
    const reports = Array.from({ length: 100 }, (_, index) => buildLine({}, { stream: stream(1_000 + index) }));
    const lines = absurd.flatMap((value, index) => [
      buildLine(
        { event_name: "purchase", event_timestamp: at(index), page_load_id: "absurd", event_seq: most },
        { stream: stream(index) },
      ),
      commerce("purchase", index, { order_id: value, currency: value, value, items: [mugs(value, value), value] }),
      commerce("purchase", index, { items: value, order_id: `order-${String(index)}` }),
      commerce("refund", index, { order_id: `order-${String(index)}`, currency: value, value, items: [mugs(value)] }),
      buildLine({ event_name: "product_view", event_timestamp: at(index), client_id: "" }),
    ]);
    const ask = await engine.load(fill(...lines, ...reports));
    for (const { sql } of Object.values(QUESTIONS)) {
      expect((await ask(sql)).length, sql).toBeGreaterThan(0);
    }
    expect(await ask("select max(revenue) as highest, min(revenue) as lowest from orders")).toEqual([
      { highest: 0, lowest: 0 },
    ]);
  });

  test("events without a place in a page load prove nothing", async () => {
    const ask = await engine.load(fill(buildLine({ event_name: "page_view", event_timestamp: at(0) })));
    expect(await ask(QUESTIONS.delivery.sql)).toEqual([
      { page_loads: 0, tracked: 0, stored: 0, dropped: 0, missing: 0, page_loads_with_gaps: 0, not_provable: 1 },
    ]);
  });
});
