/** What several pages count in one stream adds up. */
import { expect, test } from "vitest";
import { createLedger, type Ledger } from "../../../src/delivery/ledger.ts";
import { memoryStore } from "../test-platform.ts";

const droppedOf = (ledger: Ledger, pageLoadId: string) => {
  const { previous = [], ...own } = ledger.report();
  return [own, ...previous].find(({ page_load_id }) => page_load_id === pageLoadId)?.dropped;
};

test("the next page counts on where a page stopped that has reported", async () => {
  const store = memoryStore();
  const first = createLedger({ prefix: "", pageLoadId: "first" }, store);
  first.drop("rejected", "first", 1);
  await Promise.resolve();
  first.strike(first.report(), () => []);

  const next = createLedger({ prefix: "", pageLoadId: "next" }, store);
  next.drop("rejected", "first", 2);
  expect(droppedOf(next, "first")).toEqual({ rejected: 2 });
});

test("two pages that drop of one stream by turns lose no count", async () => {
  const store = memoryStore();
  const one = createLedger({ prefix: "", pageLoadId: "one" }, store);
  const other = createLedger({ prefix: "", pageLoadId: "other" }, store);
  for (const ledger of [one, other, one]) {
    ledger.drop("rejected", "one", 1);
    await Promise.resolve();
  }
  expect(droppedOf(one, "one")).toEqual({ rejected: 3 });
});

test.each(["null", "5", "[]", '"text"', "{", '{"dropped":null}', '{"dropped":5,"last_seq":"many"}'])(
  "a count goes on where somebody wrote %s",
  (content) => {
    const ledger = createLedger({ prefix: "", pageLoadId: "own" }, memoryStore({ "stream:first": content }));
    ledger.drop("rejected", "first", 7);
    expect(ledger.report().previous).toEqual([{ page_load_id: "first", last_seq: 7, dropped: { rejected: 1 } }]);
  },
);
