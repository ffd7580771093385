/** What is written of an event: its key, what that depends on, and JSON that is harmless where it is shown as HTML. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { EnrichedEvent } from "../../../examples/ingest-lambda/src/event/enrich.ts";
import { mintUuid, parseUuid, printUuid } from "../../../examples/ingest-lambda/src/event/uuid.ts";
import { RECEIVED_AT_MS } from "../../support/test-ingest.ts";
import { buildRecord, serialize } from "../../../examples/ingest-lambda/src/event/record.ts";

const enriched = (id: bigint, event_id_source: "client" | "server"): EnrichedEvent =>
  ({ id, event: { event_id: printUuid(id), _ingest: { event_id_source } } }) as unknown as EnrichedEvent;

test.each([
  ["the event, where its own id has its day", mintUuid(RECEIVED_AT_MS), "client", "event"],
  ["the day of receipt, where its clock is wrong", mintUuid(0), "client", "day_of_receipt"],
  [
    "the day of receipt, where its id has no time",
    parseUuid("f47ac10b-58cc-4372-a567-0e02b2c3d479") ?? 0n,
    "client",
    "day_of_receipt",
  ],
  ["the attempt, where the ingest made its id", mintUuid(RECEIVED_AT_MS), "server", "attempt"],
] as const)("the key depends on %s", (_name, id, source, keyDependsOn) => {
  const record = buildRecord(enriched(id, source), RECEIVED_AT_MS);

  expect(record).toMatchObject({ keyDependsOn, eventId: printUuid(id) });
  expect(record.key).toBe(`events/2026/11/24/event-${printUuid(id)}.json`);
});

test("loses nothing and holds no character that ends a script or begins a tag", () => {
  const hostile = fc.constantFrom("</script><img src=x onerror=alert(1)>", "&lt;", "\u2028", "\u2029");
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(hostile, fc.string()), fc.oneof(hostile, fc.jsonValue())), (event) => {
      const stored = serialize(event);
      expect(stored).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(stored)).toEqual(JSON.parse(JSON.stringify(event)));
    }),
  );
});
