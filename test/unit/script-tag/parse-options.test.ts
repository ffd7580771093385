/** Tests that the attributes of a script tag become the options of a tracker. */
import { expect, test } from "vitest";
import { parseOptions } from "../../../src/script-tag/parse-options.ts";

test.each([
  ["a number", { maxBatchEvents: "10" }, { maxBatchEvents: 10 }],
  ["a choice", { compress: "false", sharedSession: "true" }, { compress: false, sharedSession: true }],
  ["yes, where there is no value", { debug: "" }, { debug: true }],
  ["a list", { urlParameters: '["utm_*", "q"]' }, { urlParameters: ["utm_*", "q"] }],
  [
    "a text",
    { endpoint: "https://ingest.example/", name: "shop" },
    { endpoint: "https://ingest.example/", name: "shop" },
  ],
  ["a text, where it is no JSON", { maxBatchEvents: "ten", name: "[" }, { maxBatchEvents: "ten", name: "[" }],
])("reads %s", (_, attributes, options) => {
  expect(parseOptions(attributes, {})).toEqual(options);
});

test("takes consent and onDrop from the variables that are named", () => {
  const globals = { decision: {}, count: () => undefined };
  expect(parseOptions({ consent: "decision", onDrop: "count" }, globals)).toEqual({
    consent: globals.decision,
    onDrop: globals.count,
  });
});

test.each([{}, { decision: undefined }, { decision: null }])(
  "gives a text as consent where %j has none, since without one everything would be tracked",
  (globals) => {
    expect(parseOptions({ consent: "decision" }, globals)).toEqual({ consent: "decision" });
    expect(parseOptions({ consent: "" }, globals)).toEqual({ consent: "nothing" });
  },
);
