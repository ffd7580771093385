/** What one scenario gave in one engine. Types, and what counts as failed. */
import type { Expected } from "./scenario.ts";

export interface Metrics {
  readonly tracked: number;
  /** While the page stayed open, or right after it died. */
  readonly lostAtFirst: number;
  /** After the visitor's next page has had 20 s. */
  readonly lost: number;
  /** What was lost by then and came in the following 20 s. */
  readonly cameLate: number;
  /** Files beyond the first of an event. */
  readonly duplicates: number;
  /** Files of events that nobody tracked. */
  readonly unexpected: number;
  readonly exceptions: readonly string[];
  /** By the drop reports of all streams. */
  readonly dropped: number;
  /** What nobody could save. */
  readonly expected: Expected;
  /** `last_seq - stored - dropped`, over all streams. */
  readonly missing: number;
  /** Files that were deleted on purpose, and how many of them were then reported as missing. */
  readonly deleted: number;
  readonly deletedFound: number;
  readonly requests: number;
  readonly bodyBytes: number;
}

export type Result =
  | { readonly kind: "measured"; readonly metrics: Metrics }
  /** The engine can't be made to do it. */
  | { readonly kind: "left_out"; readonly reason: string }
  /** The run itself failed, so that nothing is known. */
  | { readonly kind: "failed"; readonly reason: string };

export interface Row {
  readonly id: string;
  readonly title: string;
  /** By the engine's name. */
  readonly results: Readonly<Record<string, Result>>;
}

/** Says what is wrong with a result in words; nothing if all is well. Pure. */
export function listFailures(result: Result): readonly string[] {
  if (result.kind === "left_out") return [];
  if (result.kind === "failed") return [result.reason];
  const { lostAtFirst, lost, cameLate, duplicates, unexpected, exceptions, dropped, missing } = result.metrics;
  const { deleted, deletedFound, expected } = result.metrics;
  const { lost: expectedLost = 0, dropped: expectedDropped = 0, missing: expectedMissing = 0 } = expected;
  const others = expectedLost === 0 ? "" : `, and ${expectedLost} can't be saved`;
  return [
    ...(lost === expectedLost ? [] : [`${lost} lost (${cameLate} of them came later)${others}`]),
    ...(expected.isDeliveredAtOnce && lostAtFirst > lost
      ? [`${lostAtFirst} were not stored while the page was open`]
      : []),
    ...(duplicates > 0 ? [`${duplicates} stored twice`] : []),
    ...(unexpected > 0 ? [`${unexpected} stored that nobody tracked`] : []),
    ...(exceptions.length > 0 ? [`in the page: ${[...new Set(exceptions)].join("; ")}`] : []),
    ...(dropped === expectedDropped ? [] : [`${dropped} dropped, in place of ${expectedDropped}`]),
    ...(missing === expectedMissing ? [] : [`the stored files say that ${missing} are missing`]),
    ...(deletedFound === deleted ? [] : [`${deleted} files were deleted, and the reports found ${deletedFound}`]),
  ];
}
