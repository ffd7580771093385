/** How an event came from the page into the store, as its object tells. */
import { expect, test } from "vitest";
import { describeWay } from "../../../examples/demo/live/client/way.ts";

const at = (second: number): string => `2026-11-20T12:00:0${String(second)}.000Z`;

test("is tracked, sent, received, with the time between", () => {
  expect(describeWay({ event_timestamp: at(1), _ingest: { sent_at: at(3), received_at: at(4) } })).toEqual([
    { what: "tracked", at: at(1), afterMs: undefined },
    { what: "sent", at: at(3), afterMs: 2_000 },
    { what: "received and stored", at: at(4), afterMs: 1_000 },
  ]);
});

test("leaves out what the object does not say", () => {
  expect(describeWay({ _ingest: { received_at: at(4) } })).toEqual([
    { what: "received and stored", at: at(4), afterMs: undefined },
  ]);
  for (const value of [undefined, null, 5, "x", [], { _ingest: 1, event_timestamp: {} }]) {
    expect(describeWay(value)).toEqual([]);
  }
  expect(describeWay({ event_timestamp: "soon", _ingest: { received_at: at(4) } })[1]?.afterMs).toBeUndefined();
});
