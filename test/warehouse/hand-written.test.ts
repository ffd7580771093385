/** A client that is written by hand, with the brief's own field names and nothing else, gives rows that every engine reads. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { QUESTIONS } from "../../examples/warehouse/questions/questions.ts";
import { createHandler } from "../../examples/ingest-lambda/src/handler.ts";
import { buildHttpEvent, createMemoryStore } from "../support/test-ingest.ts";
import { createLaidOutStore, oneObjectAnEvent } from "../../examples/ingest-lambda/src/store/layout.ts";
import type { TestBucket } from "../support/test-bucket.ts";
import { ENGINES_OF_VIEWS, type RunningEngine } from "./engines-of-views.ts";

/** `localStorage.getItem()` gives null for a user who is not known, and text for everything else. */
const PAYLOADS = [
  {
    client_id: "c-1",
    session_id: 1_764_547_200_000,
    user_id: 42,
    user_login_state: true,
    identity_source: "Cognito",
    context_product_id: 7,
    context_product_name: "Teapot",
    context_product_category: "Tea",
    context_product_brand: null,
    context_product_price: "1,245.50",
    context_product_discount_price: "free",
    context_product_url_path: "/teapot",
  },
  { client_id: "ap-southeast-1:1b2c3d4e-0000-4000-8000-1b2c3d4e5f60", session_id: "s-2", user_id: null },
  { client_id: "c-1", session_id: "s-1", event_name: "Add to cart" },
];

async function fill(bucket: TestBucket): Promise<void> {
  const store = createMemoryStore();
  const handler = createHandler({ store: createLaidOutStore(store, oneObjectAnEvent), log: () => undefined });
  for (const body of PAYLOADS) {
    const { statusCode } = await handler(buildHttpEvent({ body }));
    expect(statusCode).toBe(200);
  }
  for (const [key, text] of store.objects) await bucket.put(key, text);
}

describe.each(ENGINES_OF_VIEWS)("on $name", { timeout: 60_000 }, ({ start }) => {
  let engine: RunningEngine;
  beforeAll(async () => {
    engine = await start();
  }, 60_000);
  afterAll(() => engine.stop());

  test("each payload of a hand-written client is a row, with what can be read in its column and the rest beside it", async () => {
    const ask = await engine.load(fill);

    expect(
      await ask(`select user_id || ' ' || session_id || ' ' || context_product_id as ids, client_id, user_login_state, identity_source, event_name,
        context_product_brand, context_product_price, context_product_discount_price
        from clickstream_events order by session_id`),
    ).toEqual([
      {
        ids: "42 1764547200000 7",
        client_id: "c-1",
        user_login_state: "logged_in",
        identity_source: "Cognito",
        event_name: null,
        context_product_brand: null,
        context_product_price: 1_245.5,
        context_product_discount_price: null,
      },
      expect.objectContaining({ client_id: "c-1", event_name: "Add to cart" }),
      expect.objectContaining({
        client_id: PAYLOADS[1]?.client_id,
        event_name: null,
      }),
    ]);
    expect(
      await ask(
        "select original ->> 'context_product_discount_price' as price from clickstream_events where user_id = '42'",
      ),
    ).toEqual([{ price: "free" }]);
  });

  test("events without a name and of other names count as events of a session, and as no step of the funnel", async () => {
    const ask = await engine.load(fill);

    expect(
      await ask("select sum(events) as events, count(*) as sessions from sessions where not has_purchase"),
    ).toEqual([{ events: 3, sessions: 2 }]);
    expect(await ask("select sum(sessions) as sessions, sum(add_to_cart) as added from funnel")).toEqual([
      { sessions: 2, added: 0 },
    ]);
    for (const { title, sql } of Object.values(QUESTIONS))
      expect((await ask(sql)).length, title).toBeGreaterThanOrEqual(0);
  });
});
