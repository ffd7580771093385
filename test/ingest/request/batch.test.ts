/** What a batch says about itself is kept in each file, bounded, and costs no event where its form is wrong. */
import { expect, test } from "vitest";
import { readBatch, readStream } from "../../../examples/ingest-lambda/src/request/batch.ts";
import { buildEvent, createTestIngest } from "../../support/test-ingest.ts";

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
  ["an id with a space", { batch_id: "b 1" }],
  ["an id that is a number", { batch_id: 1 }],
  ["a time of sending that is no date", { sent_at: "yesterday" }],
  ["a time of sending in milliseconds", { sent_at: 1_796_000_000_000 }],
])("leaves out %s", (_name, fields) => {
  const right = { batch_id: "b1", sent_at: "2026-11-24T07:59:59.000Z", stream: REPORT };
  const [wrongField = ""] = Object.keys(fields);

  const batch = readBatch({ ...right, ...fields });

  const stored = { batch_id: batch.batchId, sent_at: batch.sentAt, stream: batch.stream };
  expect(stored).toEqual({ ...right, [wrongField]: undefined });
});

test.each([
  ["nothing", undefined],
  ["a list", []],
  ["no page load", { last_seq: 1, dropped: {} }],
  ["a page load that is a path", { ...REPORT, page_load_id: "../x" }],
  ["a negative count", { ...REPORT, last_seq: -1 }],
  ["half a count", { ...REPORT, last_seq: 1.5 }],
  ["a count that a number cannot hold exactly", { ...REPORT, last_seq: 2 ** 53 }],
  ["counts by a page load without an id", { ...REPORT, counted_by: null }],
  ["counts by a page load whose id is a path", { ...REPORT, counted_by: "../x" }],
])("leaves out a report that is or has %s", (_name, value) => {
  expect(readStream(value)).toBeUndefined();
});

test.each([
  ["no count yet", { ...REPORT, last_seq: 0 }],
  ["the largest count", { ...REPORT, last_seq: 2 ** 53 - 1 }],
  ["counts by another page load", { ...REPORT, counted_by: "load-3" }],
])("keeps a report with %s", (_name, report) => {
  expect(readStream(report)).toEqual(report);
});

test.each([[undefined], [null], ["many"], [[1]]])("takes dropped events that are no object for none: %j", (dropped) => {
  expect(readStream({ ...REPORT, dropped })).toEqual({ ...REPORT, dropped: {} });
});

test("leaves out the reasons and the earlier reports that are wrong, and keeps the others", () => {
  const dropped = JSON.parse('{"expired":2,"Bad Reason":1,"too_large":"many","__proto__":{"p":1}}') as unknown;

  const stream = readStream({ ...REPORT, dropped, previous: [null, REPORT, { page_load_id: 1 }] });

  expect(stream).toEqual({ ...REPORT, dropped: { expired: 2 }, previous: [REPORT] });
});

test("stores no list of earlier reports where there is none", () => {
  expect(readStream({ ...REPORT, previous: [] })).toEqual(REPORT);
  expect(readStream({ ...REPORT, previous: [null] })).toEqual(REPORT);
});

test("keeps the first 16 earlier reports and the first 32 reasons", () => {
  const reasons = Array.from({ length: 33 }, (_, at) => [`reason_${String(at)}`, at] as const);
  const previous = Array.from({ length: 17 }, (_, at) => ({ ...REPORT, page_load_id: `load-${String(at)}` }));

  const stream = readStream({ ...REPORT, dropped: Object.fromEntries(reasons), previous });

  expect(stream?.previous).toEqual(previous.slice(0, 16));
  expect(Object.entries(stream?.dropped ?? {})).toEqual(reasons.slice(0, 32));
});
