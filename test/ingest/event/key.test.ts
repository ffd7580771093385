/** The key depends on the event alone, and nothing that a request says can change its form. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { buildKey } from "../../../examples/ingest-lambda/src/event/key.ts";
import { mintUuid, parseUuid } from "../../../examples/ingest-lambda/src/event/uuid.ts";
import { createTestIngest, RECEIVED_AT_MS } from "../../support/test-ingest.ts";

const KEY = /^events\/\d{4}\/\d\d\/\d\d\/event-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.json$/;
const dayOf = (key: string): string => key.slice("events/".length, "events/YYYY/MM/DD".length);

describe("takes the day", () => {
  test.each([
    ["of an event of yesterday evening", "2026-11-23T23:59:59.999Z", "2026/11/23"],
    ["of an event of a week ago", "2026-11-17T08:00:00.000Z", "2026/11/17"],
    ["of receipt, when the event is older than a week", "2026-11-17T07:59:59.999Z", "2026/11/24"],
    ["of a clock that is a day ahead", "2026-11-25T08:00:00.000Z", "2026/11/25"],
    ["of receipt, when the clock is further ahead", "2026-11-25T08:00:00.001Z", "2026/11/24"],
    ["of receipt, when the clock is set to 2000", "2000-01-01T00:00:00.000Z", "2026/11/24"],
    ["of receipt, when the clock is set to 2038", "2038-01-19T03:14:08.000Z", "2026/11/24"],
  ])("%s", (_name, mintedAt, day) => {
    expect(dayOf(buildKey(mintUuid(Date.parse(mintedAt)), RECEIVED_AT_MS))).toBe(day);
  });

  test("of receipt for a UUID without a time", () => {
    const random = parseUuid("f47ac10b-58cc-4372-a567-0e02b2c3d479") ?? 0n;

    expect(buildKey(random, RECEIVED_AT_MS)).toBe("events/2026/11/24/event-f47ac10b-58cc-4372-a567-0e02b2c3d479.json");
  });
});

test.each(["Pacific/Kiritimati", "Pacific/Pago_Pago"])(
  "takes the day in UTC, also where the machine is in %s",
  (zone) => {
    vi.stubEnv("TZ", zone);
    const [first, last] = ["2026-11-24T00:00:00.000Z", "2026-11-24T23:59:59.999Z"].map((instant) =>
      Date.parse(instant),
    );
    // Otherwise this machine would not have taken the zone, and the test would prove nothing.
    expect([first, last].map((ms) => new Date(ms ?? 0).getDate())).not.toEqual([24, 24]);

    for (const ms of [first, last]) expect(dayOf(buildKey(mintUuid(ms ?? 0), RECEIVED_AT_MS))).toBe("2026/11/24");

    vi.unstubAllEnvs();
  },
);

test("is the same whenever the event comes, as long as its clock passes the time check", () => {
  const id = mintUuid(RECEIVED_AT_MS);
  fc.assert(
    fc.property(fc.integer({ min: -86_400_000, max: 7 * 86_400_000 }), (delayMs) => {
      expect(buildKey(id, RECEIVED_AT_MS + delayMs)).toBe(buildKey(id, RECEIVED_AT_MS));
    }),
  );
});

test("has one form for any 128 bits at any time", () => {
  const instants = fc.integer({ min: 0, max: Date.parse("9999-12-31T23:59:59.999Z") });
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), instants, (bits, receivedAtMs) => {
      expect(buildKey(bits, receivedAtMs)).toMatch(KEY);
    }),
  );
});

test("keeps its form, whatever a request says", async () => {
  const evil = fc.oneof(
    fc.constantFrom("../", "%2e%2e/", "events/", "\u202e", "/".repeat(1025), "event-\u0000.json"),
    fc.string(),
    fc.uuid(),
  );
  await fc.assert(
    fc.asyncProperty(evil, evil, evil, async (eventId, clientId, eventName) => {
      const ingest = createTestIngest();
      const others = { event_name: "page_view", page_path: clientId, note: eventName, _ingest: { event_id: eventId } };
      await ingest.send({ body: { event_id: eventId, client_id: clientId, event_name: eventName } });
      await ingest.send({ body: { ...others, event_id: eventId } });
      await ingest.send({ body: others, headers: { "x-client-id": encodeURIComponent(clientId) } });
      expect(ingest.objects.size).toBeGreaterThan(0);
      for (const key of ingest.objects.keys()) expect(key).toMatch(KEY);
    }),
  );
});
