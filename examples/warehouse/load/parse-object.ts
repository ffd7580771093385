/** Parses an object of the bucket into its events and its bad lines. Pure, and never throws. */
import type { StreamReport } from "../../../src/wire.ts";
import { parseLine, type EventRow } from "./parse-line.ts";

export interface BadLine {
  /** From 1; 0 for the object as a whole. */
  readonly line: number;
  readonly reason: string;
}

export interface ParsedObject {
  readonly key: string;
  readonly rows: readonly EventRow[];
  readonly reports: readonly StreamReport[];
  readonly badLines: readonly BadLine[];
}

/** One event a line. An object of a single event has one line. */
function splitLines(text: string): readonly { readonly line: number; readonly text: string }[] {
  const lines = text.replace(/^\ufeff/, "").split("\n");
  return lines.map((each, index) => ({ line: index + 1, text: each })).filter((each) => each.text.trim() !== "");
}

export function parseObject(key: string, text: string): ParsedObject {
  const lines = splitLines(text);
  if (lines.length === 0) return refuseObject(key, "empty");
  const parsed = lines.map((each) => ({ line: each.line, outcome: parseLine(each.text) }));
  return {
    key,
    rows: parsed.flatMap(({ outcome }) => (outcome.kind === "event" ? [outcome.row] : [])),
    reports: parsed.flatMap(({ outcome }) => (outcome.kind === "event" ? outcome.reports : [])),
    badLines: parsed.flatMap(({ line, outcome }) => (outcome.kind === "bad" ? [{ line, reason: outcome.reason }] : [])),
  };
}

/** An object that cannot be loaded as a whole. */
export function refuseObject(key: string, reason: string): ParsedObject {
  return { key, rows: [], reports: [], badLines: [{ line: 0, reason }] };
}
