/** A stored object in one line, whatever it holds. */
import { expect, test } from "vitest";
import { buildRow } from "../../../examples/demo/live/row.ts";
import { buildTestKey } from "./test-rows.ts";

const KEY = buildTestKey(5_000);

function buildRowOf(event: unknown): ReturnType<typeof buildRow> {
  return buildRow({ key: KEY, text: JSON.stringify(event), storedAtMs: 9_000 });
}

test("tells the event's own time, and when the ingest received it", () => {
  const row = buildRowOf({
    event_name: "product_view",
    session_id: "session-1",
    event_timestamp: "1970-01-01T00:00:05.000Z",
    context_product_name: "Slow Teapot",
    _ingest: { received_at: "1970-01-01T00:00:06.000Z" },
  });
  expect(row).toEqual({
    key: KEY,
    name: "product_view",
    subject: "Slow Teapot",
    sessionId: "session-1",
    occurredAtMs: 5_000,
    receivedAtMs: 6_000,
  });
});

test("tells what a cart holds where there is no product", () => {
  const items = [{ quantity: 2 }, { quantity: 1 }, null];
  const row = buildRowOf({ page_path: "/cart", properties: { items, value: 154, currency: "EUR" } });
  expect(row.subject).toBe("3 pieces, 154 EUR");
  const one = { items: [{ quantity: 1 }], value: 24, currency: "EUR" };
  expect(buildRowOf({ page_path: "/cart", properties: one }).subject).toBe("1 piece, 24 EUR");
  expect(buildRowOf({ properties: { items: [], value: 0 } }).subject).toBe("0 pieces, 0");
});

test("tells the product's id where it has no name", () => {
  expect(buildRowOf({ page_path: "/a", context_product_id: 42 }).subject).toBe("42");
});

test("takes the event's time from when it was received where it has none of its own, or a wrong one", () => {
  const _ingest = { received_at: "1970-01-01T00:00:06.000Z" };
  for (const event_timestamp of [undefined, "yesterday", 5_000]) {
    expect(buildRowOf({ event_timestamp, _ingest })).toMatchObject({ occurredAtMs: 6_000, receivedAtMs: 6_000 });
  }
});

test("tells how many products are in a list, which has no value", () => {
  const list = (...items: readonly unknown[]) => buildRowOf({ page_path: "/products", properties: { items } }).subject;
  expect([list(), list({}), list({}, {})]).toEqual(["0 products", "1 product", "2 products"]);
});

test("tells the page where there is nothing else", () => {
  expect(buildRowOf({ page_path: "/products" }).subject).toBe("/products");
});

test("takes the store's time where the ingest left none", () => {
  expect(buildRowOf({})).toMatchObject({ occurredAtMs: 9_000, receivedAtMs: 9_000 });
});

test.each([[null], [42], ["text"], [[]], [{ event_name: {}, session_id: 1, properties: "x", _ingest: [] }]])(
  "has a row for %j",
  (event) => {
    expect(buildRowOf(event).key).toBe(KEY);
  },
);

test("says that an event has no name, so that the row can be found and chosen", () => {
  expect(buildRowOf({ client_id: "c1" }).name).toBe("no name");
});

test("has a row for a file that is not JSON", () => {
  expect(buildRow({ key: KEY, text: "{", storedAtMs: 9_000 }).name).toBe("not JSON");
});

test("keeps rows short, however long the fields are", () => {
  const row = buildRowOf({ event_name: "x".repeat(30_000), context_product_name: "y".repeat(30_000) });
  expect(row.name).toBe(`${"x".repeat(120)}…`);
  expect(row.subject).toBe(`${"y".repeat(120)}…`);
  expect(buildRowOf({ event_name: "x".repeat(120) }).name).toBe("x".repeat(120));
});
