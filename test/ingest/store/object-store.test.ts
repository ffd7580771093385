/** How objects are put: a few at once, within the time that is left, and no more after the store has refused. */
import { expect, test } from "vitest";
import type { PutOutcome } from "../../../examples/ingest-lambda/src/store/event-store.ts";
import { putObjects, type ObjectStore } from "../../../examples/ingest-lambda/src/store/object-store.ts";
import { createMemoryStore } from "../../support/test-ingest.ts";

const objects = Array.from({ length: 100 }, (_, at) => ({ key: `key-${String(at)}`, body: "{}" }));
const always = (): number => Infinity;

test("stores every object", async () => {
  const store = createMemoryStore();

  const outcomes = await putObjects(store, objects, always);

  expect(store.objects.size).toBe(100);
  expect([...outcomes.values()]).toEqual(objects.map(() => ({ kind: "stored" })));
});

test("has 16 puts under way at once, and never more", async () => {
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

  expect(seen.slice(0, 16)).toEqual(Array.from({ length: 16 }, (_, at) => at + 1));
  expect(Math.max(...seen)).toBe(16);
});

test("leaves what cannot begin in time for a retry", async () => {
  const store = createMemoryStore();

  const outcomes = await putObjects(store, objects, () => (store.objects.size < 40 ? 1_000 : 249));

  const left = [...outcomes.values()].filter(({ kind }) => kind === "retry");
  expect(store.objects.size + left.length).toBe(100);
  // Up to 16 puts had begun when the time was over.
  expect(left.length).toBeGreaterThanOrEqual(60 - 16);
  for (const outcome of left) expect(outcome).toEqual({ kind: "retry", code: "out_of_time" });
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
])("begins no other put after the store has answered $kind, and gives the rest that outcome", async (refusal) => {
  let puts = 0;
  const store: ObjectStore = {
    put() {
      puts += 1;
      return Promise.resolve(puts > 20 ? refusal : { kind: "stored" });
    },
  };

  const outcomes = await putObjects(store, objects, always);

  // 16 puts were under way when the first refusal came.
  expect(puts).toBeLessThanOrEqual(20 + 16);
  const stored = [...outcomes.values()].filter(({ kind }) => kind === "stored");
  expect(stored).toHaveLength(20);
  expect([...outcomes.values()].filter((outcome) => outcome !== refusal)).toEqual(stored);
  expect(outcomes.size).toBe(100);
});

test("goes on after an outcome that is to be retried", async () => {
  let puts = 0;
  const store: ObjectStore = {
    put: () => Promise.resolve((puts += 1) % 2 === 0 ? { kind: "retry", code: "InternalError" } : { kind: "stored" }),
  };

  const outcomes = await putObjects(store, objects, always);

  expect(puts).toBe(100);
  expect([...outcomes.values()].filter(({ kind }) => kind === "stored")).toHaveLength(50);
});
