/** Proves that the key of a queued event holds what delivery has to know of it, and that any other key is read, too. */
import { expect, test } from "vitest";
import { buildBatchId, buildQueueKey, parseQueueKey } from "../../../src/delivery/queue-key.ts";

const CREATED_MS = Date.UTC(2026, 10, 24, 8);
const PAGE_LOAD_ID = "V1StGXR8_Z5jdHi-B-myT";

test("holds what delivery has to know of an event, dashes in the page's id included", () => {
  const batchId = buildBatchId(CREATED_MS, PAGE_LOAD_ID);
  expect(parseQueueKey(buildQueueKey(batchId, 12, 3_456))).toEqual({
    batchId,
    createdMs: CREATED_MS,
    pageLoadId: PAGE_LOAD_ID,
    seq: 12,
    chars: 3_456,
  });
});

test("is one that any version of the SDK finds again", () => {
  expect(buildQueueKey(buildBatchId(CREATED_MS, PAGE_LOAD_ID), 12, 345)).toBe(
    "mwuemm80-V1StGXR8_Z5jdHi-B-myT:0000012:345",
  );
});

test("sorts batches by their time, and events of a batch by their place", () => {
  const [older, newer] = [buildBatchId(CREATED_MS, "zz"), buildBatchId(CREATED_MS + 1, "aa")];
  const inOrder = [buildQueueKey(older, 9, 1), buildQueueKey(older, 10, 1), buildQueueKey(newer, 1, 1)];
  expect(inOrder.toReversed().sort()).toEqual(inOrder);
});

test.each(["", ":", "teapot", "a:b:c", "::::"])("has numbers even where a script wrote %j", (key) => {
  const { createdMs, seq, chars } = parseQueueKey(key);
  expect([createdMs, seq, chars].every(Number.isFinite)).toBe(true);
});
