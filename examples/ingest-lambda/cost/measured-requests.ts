/** What a visit to the demo's shop sends, as `npm run cost:measure` has counted it in a browser. */
import { readFileSync } from "node:fs";

export interface Measured {
  /** How long the visitor looked before each click, in turn. */
  readonly looksMs: readonly number[];
  /** One visit each, at another `flushIntervalMs`. */
  readonly intervals: readonly MeasuredVisit[];
}

export interface MeasuredVisit {
  readonly flushIntervalMs: number;
  readonly events: number;
  readonly requests: number;
  /** The browser asks before the first request of a kind. The gateway answers itself. */
  readonly preflights: number;
}

export const MEASURED = JSON.parse(
  readFileSync(new URL("measured-requests.json", import.meta.url), "utf8"),
) as Measured;

export function eventsARequest({ events, requests }: MeasuredVisit): number {
  return events / requests;
}
