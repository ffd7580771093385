/** A line of a file becomes a row, or goes to quarantine with a reason; nothing of it is lost and nothing throws. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COPY_LIST } from "../../examples/warehouse/columns/columns.ts";
import { parseLine } from "../../examples/warehouse/load/parse-line.ts";
import { parseObject } from "../../examples/warehouse/load/parse-object.ts";
import { toCopyLine, toJsonText, toPlainText } from "../../examples/warehouse/columns/postgres-text.ts";
import { buildLine } from "../support/test-bucket.ts";

function rowOf(line: string): Readonly<Record<string, string | undefined>> {
  const parsed = parseLine(line);
  if (parsed.kind === "bad") throw new Error(parsed.reason);
  return Object.fromEntries(COPY_LIST.map((name, index) => [name, parsed.row.values[index]]));
}

test("keeps what has no column, and what its column cannot hold", () => {
  const row = rowOf(buildLine({ own_field: [1], context_product_price: "cheap", event_seq: "x", page_title: null }));
  expect(row).toMatchObject({ context_product_price: undefined, event_seq: undefined, page_title: undefined });
  expect(JSON.parse(row["extra"] ?? "")).toEqual({ own_field: [1], context_product_price: "cheap", event_seq: "x" });
});

test.each([
  [19.99, "19.99"],
  ["12.50", "12.50"],
  [1e300, undefined],
  ["1e5", undefined],
  [true, undefined],
])("reads the price %j as %j", (price, expected) => {
  expect(rowOf(buildLine({ context_product_price: price }))["context_product_price"]).toBe(expected);
});

test.each([{ event_name: undefined }, { event_name: "Page View" }])(
  "takes an event of any name, or of none: %j",
  (fields) => {
    expect(rowOf(buildLine(fields))["event_name"]).toBe(fields.event_name);
  },
);

test("keeps the digits that a double cannot hold", () => {
  const line = buildLine({ properties: { order: "N" }, page_title: "M" }).replace(/"[NM]"/g, "12345678901234567890");
  expect(rowOf(line)).toMatchObject({
    properties: '{"order":12345678901234567890}',
    page_title: "12345678901234567890",
  });
});

test.each([
  ["", "invalid_json"],
  ["{", "invalid_json"],
  ["[]", "not_object"],
  ["[".repeat(100_000), "too_deep"],
  [JSON.stringify({ event_id: "x" }), "no_event_id"],
  [buildLine({ event_timestamp: "0000-01-01T00:00:00Z" }), "no_event_timestamp"],
  [buildLine({}, { received_at: undefined }), "no_received_at"],
])("refuses %.40s: %s", (line, reason) => {
  expect(parseLine(line)).toEqual({ kind: "bad", reason });
});

test("never throws, whatever JSON a line has", () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...COPY_LIST, "_ingest"), fc.jsonValue()),
      (value, fields) => {
        parseLine(JSON.stringify(value));
        expect(parseLine(buildLine(fields)).kind).toMatch(/^(?:event|bad)$/);
      },
    ),
  );
});

test("takes each line of a batch by itself", () => {
  const { rows, badLines } = parseObject("k", `\ufeff${buildLine()}\n\nbroken\r\n${buildLine()}\n`);
  expect(rows).toHaveLength(2);
  expect(badLines).toEqual([{ line: 3, reason: "invalid_json" }]);
});

describe("text for PostgreSQL", () => {
  test.each([
    [{ "a\0b": "c\0d" }, { ab: "cd" }],
    [String.raw`\u0000 stays`, String.raw`\u0000 stays`],
    ["\\\0", "\\"],
    ["half \ud800 a pair", "half \ufffd a pair"],
    ["a whole pair \u{1f375}", "a whole pair \u{1f375}"],
  ])("has neither NUL nor half a surrogate pair: %j", (value, expected) => {
    expect(JSON.parse(toJsonText(value))).toEqual(expected);
    if (typeof value === "string" && typeof expected === "string") expect(toPlainText(value)).toBe(expected);
  });

  test("is one line of COPY, whatever is in it", () => {
    expect(toCopyLine(["a\tb\nc\rd\\e", undefined, "\\N", ""])).toBe("a\\tb\\nc\\rd\\\\e\t\\N\t\\\\N\t\n");
  });
});
