/** Rows and keys for tests, told apart by one number each. */
import { randomUUID } from "node:crypto";
import { buildDayPrefix } from "../../../examples/demo/live/event-keys.ts";
import type { Row } from "../../../examples/demo/live/row.ts";

/** The key of an event that was minted at that moment. */
export function buildTestKey(mintedAtMs: number): string {
  const time = mintedAtMs.toString(16).padStart(12, "0");
  const uuid = `${time.slice(0, 8)}-${time.slice(8)}-7000${randomUUID().slice(18)}`;
  return `${buildDayPrefix(mintedAtMs)}/event-${uuid}.json`;
}

export function buildTestRow(fields: Partial<Row> = {}): Row {
  const { receivedAtMs = 1_000 } = fields;
  return {
    key: buildTestKey(receivedAtMs),
    name: "page_view",
    subject: "/",
    sessionId: "session-1",
    occurredAtMs: receivedAtMs,
    receivedAtMs,
    ...fields,
  };
}
