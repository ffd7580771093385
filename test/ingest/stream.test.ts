/** What a batch reports of its page load is kept in each file, bounded. */
import { expect, test } from "vitest";
import { readStream } from "../../examples/ingest-lambda/src/request/batch.ts";
import { buildEvent, createTestIngest } from "../support/test-ingest.ts";

const REPORT = { page_load_id: "load-2", last_seq: 7, dropped: { too_large: 1 } };

test("keeps the report, so that what is missing can be counted from the files alone", async () => {
  const previous = [
    { page_load_id: "load-1", last_seq: 3, dropped: {} },
    { page_load_id: "load-1", last_seq: 3, dropped: { rejected: 1 }, counted_by: "load-2" },
  ];
  const stream = { ...REPORT, previous };
  const ingest = createTestIngest();

  await ingest.send({ body: { batch_id: "b1", sent_at: "2026-11-24T07:59:59.000Z", stream, events: [buildEvent()] } });

  expect(ingest.events()[0]?._ingest).toMatchObject({ stream, batch_id: "b1", sent_at: "2026-11-24T07:59:59.000Z" });
});

test.each([
  ["nothing", undefined],
  ["a list", []],
  ["no page load", { last_seq: 1, dropped: {} }],
  ["a page load that is a path", { ...REPORT, page_load_id: "../x" }],
  ["a negative count", { ...REPORT, last_seq: -1 }],
  ["half a count", { ...REPORT, last_seq: 1.5 }],
  ["counts of somebody who has no id", { ...REPORT, counted_by: null }],
  ["counts of a path", { ...REPORT, counted_by: "../x" }],
])("leaves out %s", (_name, value) => {
  expect(readStream(value)).toBeUndefined();
});

test("leaves out the reasons and the ended streams that are wrong, and keeps the others", () => {
  const dropped = JSON.parse('{"expired":2,"Bad Reason":1,"too_large":"many","__proto__":{"p":1}}') as unknown;

  const stream = readStream({ ...REPORT, dropped, previous: [null, REPORT, { page_load_id: 1 }] });

  expect(stream).toEqual({ ...REPORT, dropped: { expired: 2 }, previous: [REPORT] });
});

test("says nothing of others where there is nothing to say", () => {
  expect(readStream({ ...REPORT, previous: [] })).toEqual(REPORT);
  expect(readStream({ ...REPORT, previous: [null] })).toEqual(REPORT);
});

test("keeps no more than 16 ended streams and 32 reasons", () => {
  const dropped = Object.fromEntries(Array.from({ length: 99 }, (_, at) => [`reason_${String(at)}`, 1]));

  const stream = readStream({ ...REPORT, dropped, previous: Array(99).fill(REPORT) });

  expect(stream?.previous).toHaveLength(16);
  expect(Object.keys(stream?.dropped ?? {})).toHaveLength(32);
});
