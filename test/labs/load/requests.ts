/** Makes the requests of the load: events as a shop's page tracks them, alone or in batches. */
import { mintUuid, printUuid } from "../../../examples/ingest-lambda/src/event/uuid.ts";
import { buildPayload } from "../../../examples/demo/gateway/payload.ts";
import type { HttpEvent } from "../../../examples/ingest-lambda/src/request/http-event.ts";
import type { Batch, WireEvent } from "../../../src/wire.ts";

const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
const PAGE_LOAD_ID = "V1StGXR8_Z5jdHi6B-myT";

export const HEADERS = { "content-type": "application/json", origin: "https://shop.example", "user-agent": USER_AGENT };

/** One bare event, or a batch of several, as text. */
export function buildBody(eventCount: number): string {
  const events = Array.from({ length: eventCount }, (_, at) => buildEvent(at + 1));
  if (eventCount === 1) return JSON.stringify(events[0]);
  const batch: Batch = {
    batch_id: printUuid(mintUuid(Date.now())),
    sent_at: new Date().toISOString(),
    stream: { page_load_id: PAGE_LOAD_ID, last_seq: eventCount, dropped: {}, previous: [] },
    events,
  };
  return JSON.stringify(batch);
}

/** What API Gateway makes of it. */
export function buildRequest(body: string): HttpEvent {
  return buildPayload(
    {
      id: "request-1",
      receivedAtMs: Date.now(),
      method: "POST",
      url: "/clickstream",
      rawHeaders: Object.entries(HEADERS).flat(),
      body: Buffer.from(body),
      ip: "203.0.113.7",
      protocol: "HTTP/1.1",
    },
    "POST /clickstream",
  );
}

function buildEvent(seq: number): WireEvent {
  return {
    event_id: printUuid(mintUuid(Date.now())),
    event_name: "product_view",
    event_timestamp: new Date().toISOString(),
    client_id: "V1StGXR8_Z5jdHi6B-myU",
    session_id: "V1StGXR8_Z5jdHi6B-myX",
    is_first_visit: false,
    context_product_id: "slow-teapot",
    context_product_name: "Slow Teapot",
    context_product_category: "tea",
    context_product_brand: "Dusk",
    context_product_price: 64,
    context_product_discount_price: 52,
    context_product_url_path: "/products/slow-teapot",
    page_url: "https://shop.example/products/slow-teapot?utm_source=news",
    page_path: "/products/slow-teapot",
    page_title: "Slow Teapot",
    page_referrer: "https://shop.example/",
    page_load_id: PAGE_LOAD_ID,
    event_seq: seq,
    properties: { list: "home", position: seq },
  };
}
