/** Each event has a UUID: its own, one that is the same at each attempt, or a new one. */
import { describe, expect, test } from "vitest";
import { buildEvent, createTestIngest, storeOne } from "../../support/test-ingest.ts";

const UUID = "0193f3b0-7e6d-7000-8000-0123456789ab";

describe("the client's id", () => {
  test("is the same in capitals", async () => {
    const ingest = createTestIngest();

    await ingest.send({ body: buildEvent({ event_id: UUID }) });
    const again = await ingest.send({ body: buildEvent({ event_id: UUID.toUpperCase() }) });

    expect(again.body).toMatchObject({ stored: 0, duplicate: 1 });
  });

  test("in capitals is kept as it came", async () => {
    const event = await storeOne({ body: buildEvent({ event_id: UUID.toUpperCase() }) });

    expect(event).toMatchObject({
      event_id: UUID,
      _ingest: { event_id_source: "client", original: { event_id: UUID.toUpperCase() } },
    });
  });
});

describe.each<readonly [string, unknown]>([
  ["a ULID", "01ARZ3NDEKTSV4RRFFQ69G5FAV"],
  ["a nanoid", "V1StGXR8_Z5jdHi6B-myT"],
  ["a number", 17],
  ["a number with too many digits", 12345678901234567000n],
  ["a UUID without a version", "f47ac10b-58cc-0372-a567-0e02b2c3d479"],
  ["the nil UUID", "00000000-0000-0000-0000-000000000000"],
  ["a path", "../../etc/passwd"],
  ["an object", { id: 1 }],
])("an id that is %s", (_name, event_id) => {
  const write = (fields: object = {}): string =>
    JSON.stringify({ ...buildEvent(), event_id, ...fields }, (_key, value: unknown) =>
      typeof value === "bigint" ? JSON.rawJSON(String(value)) : value,
    );

  test("gives a UUID that is the same at each attempt, on the next day as well", async () => {
    let nowMs = Date.parse("2026-11-24T23:59:00.000Z");
    const ingest = createTestIngest({ now: () => nowMs });

    await ingest.send({ body: write() });
    nowMs += 3_600_000;
    const again = await ingest.send({ body: write() });

    expect(again.body).toMatchObject({ stored: 0, duplicate: 1 });
    expect(ingest.events()).toMatchObject([{ _ingest: { event_id_source: "derived" } }]);
  });

  test("is not the id of another event, though its page counts in the same way", async () => {
    const ingest = createTestIngest();

    await ingest.send({ body: write() });
    await ingest.send({ body: write({ client_id: "client-2" }) });

    expect(ingest.objects.size).toBe(2);
  });

  test("is kept as it came, and the event has the day of its own time", async () => {
    const ingest = createTestIngest();

    await ingest.send({ body: write({ event_timestamp: "2026-11-22T10:00:00Z" }) });

    expect([...ingest.objects.keys()]).toEqual([expect.stringMatching(/^events\/2026\/11\/22\/event-[\da-f]{8}-/)]);
    expect([...ingest.objects.values()].join()).toContain(
      `"original":{"event_id":${write()
        .replace(/^.*"event_id":/, "")
        .replace(/,"event_name".*$/, "")}`,
    );
  });
});

test("an id without a time in the event is of no time, so its key has the day of receipt", async () => {
  const event = await storeOne({ body: { event_id: "e-1", event_name: "a" } });

  expect(event["event_id"]).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test.each([undefined, null, ""])("no id, %j: each attempt is an event", async (event_id) => {
  const ingest = createTestIngest();

  for (let round = 0; round < 2; round += 1) await ingest.send({ body: { event_name: "a", event_id } });

  expect(ingest.events()).toMatchObject([
    { _ingest: { event_id_source: "server" } },
    { _ingest: { event_id_source: "server" } },
  ]);
});
