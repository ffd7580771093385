/** What the commands print of an answer. */
import { expect, test, vi } from "vitest";
import { printAnswer } from "../../examples/warehouse/commands/print-answer.ts";

test("prints dates in ISO 8601, decimals with two places at most, and text as it is", () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  const table = vi.spyOn(console, "table").mockReturnValue();
  const at = new Date("2026-11-10T00:00:00.001Z");
  printAnswer({ title: "How many?" }, [
    { at, count: 5n, sum: "59.975", mean: 1.236, day: "2026-11-10", none: null, negative: "-2.5", isOn: true },
    { text: "1.2.3" },
  ]);
  expect(log.mock.calls).toEqual([["\nHow many?"]]);
  expect(table.mock.calls).toEqual([
    [
      [
        {
          at: "2026-11-10T00:00:00.001Z",
          count: 5,
          sum: 59.98,
          mean: 1.24,
          day: "2026-11-10",
          none: null,
          negative: -2.5,
          isOn: true,
        },
        { text: "1.2.3" },
      ],
    ],
  ]);
});

test("says where there is no row", () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  const table = vi.spyOn(console, "table").mockReturnValue();
  printAnswer({ title: "How many?" }, []);
  expect(log.mock.calls).toEqual([["\nHow many?"], ["  nothing"]]);
  expect(table).not.toHaveBeenCalled();
});
