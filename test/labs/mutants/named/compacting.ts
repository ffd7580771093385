/** Faults in the compacted files, and in how often a bucket is listed. */
import { begin, remove, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, comparison, constant, literal, read } from "../select.ts";
import { COMPACT, DASHBOARD } from "./tests.ts";

export const COMPACTING: readonly Mutant[] = [
  {
    intent: "a copy that was stored after midnight is another event",
    in: "examples/warehouse/compact/write-files.ts",
    function: "joinParts",
    change: replace(literal(1), "parts.length"),
    tests: [COMPACT],
  },
  {
    intent: "an event is of the day of its folder",
    in: "examples/warehouse/duckdb/event-day.ts",
    function: "readEventDay",
    change: begin('return "2026-11-20";'),
    tests: [COMPACT],
  },
  {
    intent: "a folder is done although an object of it could not be read",
    in: "examples/warehouse/compact/write-files.ts",
    function: "writeParts",
    change: remove(comparison(read("unreadable"))),
    tests: [COMPACT],
  },
  {
    intent: "files of a folder that is gone stay",
    in: "examples/warehouse/compact/compact.ts",
    function: "findStale",
    change: begin("return [];"),
    tests: [COMPACT],
  },
  {
    intent: "a day that is gone stays in the table",
    in: "examples/warehouse/compact/compact.ts",
    function: "updateDays",
    change: replace(call("filter"), "[]"),
    tests: [COMPACT],
  },
  {
    intent: "a large bucket is listed at each answer",
    in: "examples/warehouse/dashboard/load-pace.ts",
    function: "nextLoadMs",
    change: replace(constant("SHARE"), "1e9"),
    tests: [DASHBOARD],
  },
];
