/** The dashboard's server: whoever asks gets what is stored now, and trouble is told and passes. */
import { fastify } from "fastify";
import { expect, onTestFinished, test } from "vitest";
import type { Answers } from "../../examples/warehouse/dashboard/answers.ts";
import { registerDashboard } from "../../examples/warehouse/dashboard/dashboard-routes.ts";
import type { ObjectSource } from "../../examples/warehouse/sources/object-source.ts";
import { chooseStepS, fillSteps } from "../../examples/warehouse/dashboard/chart-steps.ts";
import { openMemoryDatabase } from "../../examples/warehouse/database/pglite-database.ts";
import { buildBatch, createTestBucket } from "../support/test-bucket.ts";

test("answers with what is stored by now, empties included, and recovers", { timeout: 60_000 }, async () => {
  const bucket = await createTestBucket();
  const app = fastify();
  onTestFinished(() => app.close());
  let isDown = true;
  registerDashboard(app, {
    source: bucket.source,
    openDatabase: () => (isDown ? Promise.reject(new Error("no server")) : openMemoryDatabase()),
    where: "<the bucket>",
  });
  const ask = async (): Promise<Answers> => (await app.inject("/dashboard/answers")).json();

  const page = await app.inject("/dashboard");
  expect(page.body).toContain("&lt;the bucket&gt;");
  expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");

  const trouble = await app.inject("/dashboard/answers");
  expect(trouble.statusCode).toBe(503);
  expect(trouble.json()).toEqual({ message: "no server" });

  isDown = false;
  expect(await ask()).toMatchObject({ totals: { events: 0, delay_p95_s: null }, products: [], traffic: { steps: [] } });
  await bucket.send(buildBatch("p1", [{}, { event_name: "product_view" }]));
  const [one, other] = await Promise.all([ask(), ask()]);
  expect(one).toEqual(other);
  expect(one).toMatchObject({ loaded: { stored: 2 }, totals: { events: 2, sessions: 1 }, delivery: { missing: 0 } });
  expect(one.traffic.steps.reduce((sum, { events }) => sum + events, 0)).toBe(2);
});

test("lists a large bucket for a twentieth of the time at most", { timeout: 60_000 }, async () => {
  const bucket = await createTestBucket();
  const app = fastify();
  onTestFinished(() => app.close());
  let nowMs = 5;
  let listings = 0;
  const slow: ObjectSource = {
    ...bucket.source,
    list(fromDay) {
      listings += 1;
      nowMs += 3_000;
      return bucket.source.list(fromDay);
    },
  };
  registerDashboard(app, { source: slow, openDatabase: openMemoryDatabase, where: "bucket", now: () => nowMs });
  const ask = async (): Promise<Answers> => (await app.inject("/dashboard/answers")).json();

  await bucket.send(buildBatch("p1", [{}]));
  expect(await ask()).toMatchObject({ loaded: { stored: 1 }, totals: { events: 1 } });
  await bucket.send(buildBatch("p2", [{}]));
  nowMs += 59_000;
  // What the last load did, and not that this request loaded nothing.
  expect(await ask()).toMatchObject({ loaded: { stored: 1 }, totals: { events: 1 } });
  expect(listings).toBe(1);
  nowMs += 1_000;
  expect(await ask()).toMatchObject({ loaded: { stored: 1 }, totals: { events: 2 } });
  expect(listings).toBe(2);
});

test.each([
  [0, 5],
  [359, 5],
  [360, 10],
  [86_400, 3_600],
  [1e9, 3_600],
])("shows %d s in steps of %d s", (spanS, stepS) => {
  expect(chooseStepS(spanS)).toBe(stepS);
});

test("fills steps without events, and begins earlier where there is little", () => {
  const filled = fillSteps(
    [
      { start_s: 100, events: 2 },
      { start_s: 200, events: 3 },
    ],
    5,
  );
  expect(filled).toHaveLength(24);
  expect(filled.at(-1)).toEqual({ start_s: 200, events: 3 });
  expect(filled.reduce((sum, { events }) => sum + events, 0)).toBe(5);
  expect(fillSteps([], 5)).toEqual([]);
});

test("fills each step in its place, and keeps those of a long chart", () => {
  const steps = Array.from({ length: 30 }, (_, index) => ({ start_s: index * 10, events: index + 1 }));
  expect(fillSteps(steps, 10)).toEqual(steps);
  const filled = fillSteps([{ start_s: 100, events: 2 }], 10);
  expect([filled.length, filled[0], filled.at(-2)]).toEqual([
    24,
    { start_s: -130, events: 0 },
    { start_s: 90, events: 0 },
  ]);
});

test(
  "opens one database at the first request, shares an answer, and closes the database in the end",
  { timeout: 120_000 },
  async () => {
    const bucket = await createTestBucket();
    const app = fastify();
    const happened: string[] = [];
    let isBroken = false;
    const memory = await openMemoryDatabase();
    registerDashboard(app, {
      source: bucket.source,
      openDatabase() {
        happened.push("open");
        return Promise.resolve({
          ...memory,
          query: <Row>(sql: string, values?: readonly unknown[]) => {
            if (sql.includes("from freshness")) happened.push("ask");
            return isBroken ? Promise.reject(new Error("gone")) : memory.query<Row>(sql, values);
          },
          close() {
            happened.push("close");
            return Promise.resolve();
          },
        });
      },
      where: "",
    });
    const ask = async (): Promise<number> => (await app.inject("/dashboard/answers")).statusCode;
    await app.inject("/dashboard");
    expect(happened).toEqual([]);
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([200, 200, 200]);
    expect(await ask()).toBe(200);
    expect(happened).toEqual(["open", "ask", "ask"]);

    isBroken = true;
    expect(await ask()).toBe(503);
    expect(happened.slice(3)).toEqual(["close"]);
    isBroken = false;
    expect(await ask()).toBe(200);
    await app.close();
    expect(happened.slice(4)).toEqual(["open", "ask", "close"]);
    await memory.close();
  },
);
