/** Whatever a stranger sends is stored with all that came, and read back by each engine that runs here. */
import { expect, test } from "vitest";
import { readBack } from "./read-back.ts";
import { sendFuzzed } from "./send-fuzzed.ts";

test("what is accepted of 1,000 fuzzed requests is stored whole, by its types, and every engine reads all of it", async () => {
  const { lines, faults, changed, answers } = await sendFuzzed(1_000, 20_261_201);

  expect(faults).toEqual([]);
  expect([...answers.keys()].filter((answer) => answer.startsWith("status 5"))).toEqual([]);
  expect(lines.size).toBeGreaterThan(1_000);
  expect(changed).toBeGreaterThan(500);
  for (const { engine, faults: unread } of await readBack([...lines.values()])) expect(unread, engine).toEqual([]);
}, 120_000);

test("an engine that does not read a line is noticed", async () => {
  const line = JSON.stringify({ event_id: "no UUID", event_timestamp: "2026-11-24T08:00:00Z", _ingest: {} });

  for (const { faults } of await readBack([line])) expect(faults).not.toEqual([]);
}, 60_000);
