/** How a batch goes through a store: each key once, few at a time, and not beyond the time that is left. */
import { expect, test } from "vitest";
import { putAll, type PutOutcome } from "../../examples/ingest-lambda/src/event-store.ts";
import { createMemoryStore } from "./test-ingest.ts";

const record = (at: number, body = "{}"): { eventId: string; key: string; body: string } => ({
  eventId: String(at),
  key: `key-${String(at)}`,
  body,
});
const records = Array.from({ length: 100 }, (_, at) => record(at));
const always = (): boolean => true;

test("stores every record", async () => {
  const store = createMemoryStore();

  const outcomes = await putAll(store, records, always);

  expect(store.objects.size).toBe(100);
  expect([...outcomes.values()]).toEqual(records.map(() => ({ kind: "stored" })));
});

test("lets the first of twins win", async () => {
  const store = createMemoryStore();

  await putAll(store, [record(1, "first"), record(1, "second")], always);

  expect([...store.objects]).toEqual([["key-1", "first"]]);
});

test("has no more than 16 puts under way, and no fewer while there is work", async () => {
  let underWay = 0;
  const seen: number[] = [];
  const store = {
    async put(): Promise<PutOutcome> {
      underWay += 1;
      seen.push(underWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay -= 1;
      return { kind: "stored" };
    },
  };

  await putAll(store, records, always);

  expect(Math.max(...seen)).toBe(16);
});

test("leaves for a retry what cannot begin in time", async () => {
  const store = createMemoryStore();

  const outcomes = await putAll(store, records, () => store.objects.size < 40);

  const left = [...outcomes.values()].filter(({ kind }) => kind === "retry");
  expect(store.objects.size + left.length).toBe(100);
  expect(left.length).toBeGreaterThan(40);
  expect(left[0]).toEqual({ kind: "retry", code: "out_of_time" });
});
