/** A small shop's events, made by hand so that each right answer differs from what a likely fault would give. */
import type { TestBucket } from "../support/test-bucket.ts";

type Fields = Readonly<Record<string, unknown>>;

const id = (number: number): string => `019a6b00-0000-7000-8000-0000000000${String(number)}`;

const teapot = (context_product_name: string): Fields => ({ context_product_id: "teapot", context_product_name });
const mug = (context_product_name: string): Fields => ({ context_product_id: "mug", context_product_name });
const plate = (context_product_name: string): Fields => ({ context_product_id: "plate", context_product_name });
const of = (page_load_id: string, event_seq: number): Fields => ({ page_load_id, event_seq });
const report = (page_load_id: string, last_seq: number, dropped: Fields, counted_by?: string): Fields => ({
  page_load_id,
  last_seq,
  dropped,
  ...(counted_by === undefined ? {} : { counted_by }),
});

const FIRST_ORDER = {
  order_id: "o-1",
  currency: "EUR",
  items: [
    { context_product_id: "teapot", context_product_price: 24.5, context_product_discount_price: 19.99, quantity: 3 },
    { context_product_id: "mug", context_product_price: 5, quantity: 2 },
  ],
};

/** The same order, as the thank-you page tracked it when it was loaded again: it counts for nothing. */
const FIRST_ORDER_AGAIN = { ...FIRST_ORDER, items: [{ context_product_id: "teapot", quantity: 300 }] };

const SECOND_ORDER = {
  order_id: "o-2",
  currency: "USD",
  items: [
    { context_product_id: "mug", context_product_price: 7.25, quantity: 2 },
    { context_product_id: "spoon", context_product_price: 3, context_product_discount_price: 0, quantity: 4 },
    { context_product_price: 9, quantity: 1 },
  ],
};

const SPOON = { items: [{ context_product_id: "spoon", context_product_price: 2, quantity: 1 }] };

/**
 * When each event happened, the number of its id, its name, visitor and fields, and its drop report. Ids are not in the
 * order of time. Each event is received as many seconds after it happened as its place in this list says, from 1 on.
 */
const EVENTS: readonly (readonly [at: string, number: number, name: string, fields: Fields, stream?: Fields])[] = [
  // Ann's first session begins before midnight in UTC. Its longest pause is 30 minutes. It has two tabs.
  [
    "2026-11-10T06:50:00+07:00",
    50,
    "page_view",
    { client_id: "ann", session_id: "s-a1", page_path: "/", ...of("ann-1", 1) },
    report("ann-1", 1, {}),
  ],
  // The add and the view have the same time: the smaller id comes first, though its line is the later one.
  [
    "2026-11-10T00:20:00Z",
    32,
    "add_to_cart",
    { client_id: "ann", session_id: "s-a2", page_path: "/add", ...teapot("Teapot"), ...of("ann-2", 2) },
  ],
  [
    "2026-11-10T00:20:00Z",
    31,
    "product_view",
    { client_id: "ann", session_id: "s-a2", page_path: "/view", ...teapot("Teapot"), ...of("ann-2", 1) },
  ],
  [
    "2026-11-10T00:25:00Z",
    20,
    "checkout_start",
    { client_id: "ann", session_id: "s-a2", ...of("ann-2", 3) },
    report("ann-2", 8, { overflow: 2 }),
  ],
  [
    "2026-11-10T00:26:00Z",
    10,
    "purchase",
    { client_id: "ann", session_id: "s-a2", properties: FIRST_ORDER, ...of("ann-2", 4) },
    report("ann-2", 6, { overflow: 1, invalid: 1 }),
  ],
  [
    "2026-11-10T00:27:00Z",
    40,
    "purchase",
    { client_id: "ann", session_id: "s-a2", properties: FIRST_ORDER_AGAIN, ...of("ann-2", 5) },
  ],
  // Bob adds before he views, so his first session reaches the view only, though it ends with a purchase.
  [
    "2026-11-10T10:00:00Z",
    61,
    "add_to_cart",
    { client_id: "bob", session_id: "s-b1", page_path: "/b", ...mug("Mug"), ...of("bob-1", 1) },
    {
      ...report("bob-1", 5, {}),
      previous: [
        report("silent", 7, { expired: 2 }),
        report("silent", 3, { expired: 1 }, "bob-1"),
        report("silent", 2, { expired: 1 }, "bob-1"),
      ],
    },
  ],
  [
    "2026-11-10T10:01:00Z",
    60,
    "product_view",
    { client_id: "bob", session_id: "s-b1", ...mug("Mug"), ...of("bob-1", 2) },
  ],
  ["2026-11-10T10:02:00Z", 62, "checkout_start", { client_id: "bob", session_id: "s-b1", ...of("bob-1", 9) }],
  [
    "2026-11-10T10:03:00Z",
    63,
    "product_view",
    { client_id: "bob", session_id: "s-b1", ...mug("Mug (new)"), ...of("bob-1", 4) },
  ],
  [
    "2026-11-10T10:04:00Z",
    64,
    "purchase",
    { client_id: "bob", session_id: "s-b1", properties: SECOND_ORDER, ...of("bob-1", 5) },
  ],
  // His second session has neither session ids, paths nor drop reports.
  ["2026-11-11T10:00:00Z", 74, "product_view", { client_id: "bob", ...teapot("Teapot, blue"), ...of("bob-2", 1) }],
  ["2026-11-11T10:01:00Z", 73, "add_to_cart", { client_id: "bob", ...teapot("Teapot, blue"), ...of("bob-2", 2) }],
  ["2026-11-11T10:02:00Z", 72, "remove_from_cart", { client_id: "bob", ...teapot("Teapot, blue"), ...of("bob-2", 3) }],
  ["2026-11-11T10:03:00Z", 71, "checkout_start", { client_id: "bob", ...of("bob-2", 4) }],
  // Cyd views twice and buys without a cart: an order with items that are none, and two orders without a number.
  [
    "2026-11-11T12:00:00Z",
    81,
    "product_view",
    { client_id: "cyd", session_id: "s-c1", page_path: "/c", ...teapot("Teapot"), ...of("cyd-1", 1) },
    { ...report("cyd-1", 4, {}), previous: [report("over", 1, { expired: 3 })] },
  ],
  [
    "2026-11-11T12:01:00Z",
    80,
    "product_view",
    { client_id: "cyd", session_id: "s-c1", ...teapot("Thé 茶"), ...of("cyd-1", 2) },
  ],
  [
    "2026-11-11T12:02:00Z",
    82,
    "purchase",
    {
      client_id: "cyd",
      session_id: "s-c1",
      properties: {
        order_id: "o-4",
        items: [5, { context_product_id: "mug", context_product_price: "free", quantity: [] }],
      },
      ...of("cyd-1", 3),
    },
  ],
  [
    "2026-11-11T12:03:00Z",
    83,
    "purchase",
    { client_id: "cyd", session_id: "s-c1", properties: SPOON, ...of("cyd-1", 4) },
  ],
  [
    "2026-11-11T12:05:30Z",
    84,
    "purchase",
    { client_id: "cyd", session_id: "s-c1", properties: SPOON, ...of("cyd-1", 4) },
  ],
  // Nobody buys a plate.
  ["2026-11-11T12:40:00Z", 90, "product_view", { client_id: "dan", session_id: "s-d1", ...plate("Plate") }],
  ["2026-11-11T12:41:00Z", 91, "add_to_cart", { client_id: "dan", session_id: "s-d1", ...plate("Plate") }],
  // Nobody knows whose event this is, and it has no place in its page load.
  ["2026-11-11T12:50:00Z", 99, "page_view", { page_load_id: "unnumbered" }],
];

/** Ann's second session begins a millisecond past 30 minutes after her last event. Its event comes two days late. */
const LATE: Fields = {
  event_id: id(30),
  event_name: "page_view",
  event_timestamp: "2026-11-10T00:57:00.001Z",
  client_id: "ann",
  session_id: "s-a3",
  page_path: "/again",
  ...of("ann-3", 1),
  _ingest: {
    received_at: "2026-11-12T00:57:00.001Z",
    stream: { ...report("ann-3", 2, { rejected: 1 }), previous: [report("ann-2", 15, { expired: 4 }, "ann-3")] },
  },
};

function buildLine([at, number, event_name, fields, stream]: (typeof EVENTS)[number], index: number): string {
  const receivedAt = new Date(Date.parse(at) + (index + 1) * 1_000).toISOString();
  const event = { event_id: id(number), event_name, event_timestamp: at, ...fields };
  return JSON.stringify({ ...event, _ingest: { received_at: receivedAt, ...(stream && { stream }) } });
}

/** Some events are stored twice, in one object and in two, and some lines are not events. */
export async function fillSmallShop(bucket: TestBucket): Promise<void> {
  const lines = EVENTS.map(buildLine);
  const again = lines[2]?.replace(`"2026-11-10T00:20:03.000Z"`, `"2026-11-10T00:21:00.000Z"`) ?? "";
  await bucket.put("events/2026/11/10/first.ndjson", [...lines.slice(0, 12), lines[4], "broken"].join("\n"));
  await bucket.put("events/2026/11/11/second.ndjson", [...lines.slice(12), again, "[]", "[]"].join("\n"));
  await bucket.put("events/2026/11/12/late.ndjson", JSON.stringify(LATE));
}

export const shopId = id;
