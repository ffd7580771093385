/** Builds what a live page shows: counts of all rows that the filter lets through, and the newest of them. Pure. */
import { countNames, countSessions, filterRows, type Choice, type Filter } from "./filter.ts";
import type { Row } from "./row.ts";
import { buildTimeline, DEFAULT_MINUTES, type Timeline } from "./timeline.ts";

export interface View {
  /** Rows of all names and sessions. */
  readonly total: number;
  /** Rows that the filter lets through. */
  readonly matching: number;
  /** The newest of these. */
  readonly rows: readonly Row[];
  /** Names within the rest of the filter, the most frequent first. */
  readonly names: readonly Choice[];
  /** All sessions, the most recently active first. */
  readonly sessions: readonly Choice[];
  readonly timeline: Timeline;
}

/** As many as a reader can read. The counts are of all rows. */
const MAX_SHOWN_ROWS = 200;

/** Anybody can send names and session ids, and nobody reads a thousand of them. */
const MAX_CHOICES = 50;

/** `rows`: the newest first. */
export function buildView(rows: readonly Row[], filter: Filter, nowMs: number): View {
  const ofAllNames = filterRows(rows, { ...filter, name: undefined }, nowMs);
  const matching = filterRows(ofAllNames, { name: filter.name }, nowMs);
  return {
    total: rows.length,
    matching: matching.length,
    rows: matching.slice(0, MAX_SHOWN_ROWS),
    names: keepChosen(countNames(ofAllNames), filter.name),
    sessions: keepChosen(countSessions(rows), filter.sessionId),
    timeline: buildTimeline(matching, filter.withinMinutes ?? DEFAULT_MINUTES, nowMs),
  };
}

/** The chosen one is listed even where it has no row, so that it can be switched off. */
function keepChosen(choices: readonly Choice[], chosen: string | undefined): readonly Choice[] {
  const listed = choices.slice(0, MAX_CHOICES);
  if (chosen === undefined || listed.some(({ value }) => value === chosen)) return listed;
  return [...listed, choices.find(({ value }) => value === chosen) ?? { value: chosen, count: 0 }];
}
