/** How objects go through a store: few at a time, not beyond the time that is left, and not against its will. */
import { expect, test } from "vitest";
import type { PutOutcome } from "../../examples/ingest-lambda/src/store/event-store.ts";
import { putObjects, type ObjectStore } from "../../examples/ingest-lambda/src/store/object-store.ts";
import { createMemoryStore } from "../support/test-ingest.ts";

const objects = Array.from({ length: 100 }, (_, at) => ({ key: `key-${String(at)}`, body: "{}" }));
const always = (): number => Infinity;

test("stores every object", async () => {
  const store = createMemoryStore();

  const outcomes = await putObjects(store, objects, always);

  expect(store.objects.size).toBe(100);
  expect([...outcomes.values()]).toEqual(objects.map(() => ({ kind: "stored" })));
});

test("has no more than 16 puts under way, and no fewer while there is work", async () => {
  let underWay = 0;
  const seen: number[] = [];
  const store: ObjectStore = {
    async put() {
      underWay += 1;
      seen.push(underWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay -= 1;
      return { kind: "stored" };
    },
  };

  await putObjects(store, objects, always);

  expect(Math.max(...seen)).toBe(16);
});

test("leaves for a retry what cannot begin in time", async () => {
  const store = createMemoryStore();

  const outcomes = await putObjects(store, objects, () => (store.objects.size < 40 ? 1_000 : 249));

  const left = [...outcomes.values()].filter(({ kind }) => kind === "retry");
  expect(store.objects.size + left.length).toBe(100);
  expect(left.length).toBeGreaterThan(40);
  expect(left[0]).toEqual({ kind: "retry", code: "out_of_time" });
});

test.each([
  ["3 s, however much is left", Infinity, 3_000],
  ["what is left, where that is less", 1_200, 1_200],
])("gives a put %s", async (_name, leftMs, timeoutMs) => {
  const asked: number[] = [];
  const store: ObjectStore = {
    put(_key, _body, ms) {
      asked.push(ms);
      return Promise.resolve({ kind: "stored" });
    },
  };

  await putObjects(store, objects.slice(0, 2), () => leftMs);

  expect(asked).toEqual([timeoutMs, timeoutMs]);
});

test.each<PutOutcome>([
  { kind: "busy", code: "SlowDown" },
  { kind: "misconfigured", code: "AccessDenied" },
])("begins no other put once the store has answered $kind, and answers the rest alike", async (refusal) => {
  let puts = 0;
  const store: ObjectStore = {
    put() {
      puts += 1;
      return Promise.resolve(puts > 20 ? refusal : { kind: "stored" });
    },
  };

  const outcomes = await putObjects(store, objects, always);

  expect(puts).toBeLessThanOrEqual(20 + 16);
  expect(outcomes.get("key-99")).toEqual(refusal);
});
