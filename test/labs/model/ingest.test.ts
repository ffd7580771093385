/** What the ingest promises for any request at all: I5, I13 and I17. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildKey } from "../../../examples/ingest-lambda/src/event/key.ts";
import { buildEvent, createTestIngest } from "../../support/test-ingest.ts";
import { MODEL } from "./settings.ts";

const PROPERTY = { ...MODEL, numRuns: Math.ceil((MODEL.numRuns ?? 100) / 4) };
const KEY = /^events\/\d{4}\/\d\d\/\d\d\/event-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.json$/;
const AN_HOUR_MS = 3_600_000;

const uuid = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
const instantMs = fc.integer({ min: 0, max: Date.UTC(2100, 0) });

/** Half of them look like events. */
const event = fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()).map(buildEvent));

test("I5 any id at any time has a key, always the same", () => {
  fc.assert(
    fc.property(uuid, instantMs, (id, receivedMs) => {
      const key = buildKey(id, receivedMs);
      expect(key).toMatch(KEY);
      expect(buildKey(id, receivedMs)).toBe(key);
    }),
    PROPERTY,
  );
});

test("I13 a batch that comes twice is stored once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 20 }), async (events) => {
      let nowMs = Date.UTC(2026, 10, 24, 23, 59);
      const ingest = createTestIngest({ now: () => nowMs });
      const body = { batch_id: "batch", events: events.filter(hasId) };
      await ingest.send({ body });
      const once = [...ingest.objects];
      nowMs += AN_HOUR_MS;
      await ingest.send({ body });
      expect([...ingest.objects]).toEqual(once);
    }),
    PROPERTY,
  );
});

test("I17 no body makes the ingest fail", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.string(), fc.array(event)), async (body) => {
      const { status } = await createTestIngest().send({ body });
      expect(status).toBeLessThan(500);
    }),
    PROPERTY,
  );
});

/** An event without an id of its own gets a new one each time. */
function hasId(value: unknown): boolean {
  return typeof value === "object" && value !== null && "event_id" in value;
}
