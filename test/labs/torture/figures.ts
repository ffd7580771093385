/** What one scenario gave in one engine. Types, and what counts as failed. */

export interface Figures {
  readonly tracked: number;
  /** While the page stayed open, or right after it died. */
  readonly lostAtFirst: number;
  /** After the visitor's next page has had 20 s. */
  readonly lost: number;
  /** What was lost by then and came in the following 20 s. */
  readonly cameLate: number;
  /** Files beyond the first of an event. */
  readonly twice: number;
  /** Files of events that nobody tracked. */
  readonly strange: number;
  readonly exceptions: readonly string[];
  /** `last_seq - stored - dropped`, over all streams. */
  readonly missing: number;
  /** Files that were deleted on purpose, and how many of them the proof then missed. */
  readonly deleted: number;
  readonly deletedFound: number;
  readonly requests: number;
  readonly bodyBytes: number;
}

export type Cell =
  | { readonly kind: "measured"; readonly figures: Figures }
  /** The engine can't be made to do it. */
  | { readonly kind: "left_out"; readonly reason: string }
  /** The run itself failed, so that nothing is known. */
  | { readonly kind: "failed"; readonly reason: string };

export interface Row {
  readonly id: string;
  readonly title: string;
  /** By the engine's name. */
  readonly cells: Readonly<Record<string, Cell>>;
}

/** Says what is wrong with a cell in words; nothing if all is well. Pure. */
export function listFaults(cell: Cell): readonly string[] {
  if (cell.kind === "left_out") return [];
  if (cell.kind === "failed") return [cell.reason];
  const { lost, cameLate, twice, strange, exceptions, missing, deleted, deletedFound } = cell.figures;
  return [
    ...(lost > 0 ? [`${lost} lost (${cameLate} of them came later)`] : []),
    ...(twice > 0 ? [`${twice} stored twice`] : []),
    ...(strange > 0 ? [`${strange} stored that nobody tracked`] : []),
    ...(exceptions.length > 0 ? [`in the page: ${exceptions.join("; ")}`] : []),
    ...(missing !== 0 ? [`the stored files say that ${missing} are missing`] : []),
    ...(deletedFound === deleted ? [] : [`${deleted} files were deleted, and the proof found ${deletedFound}`]),
  ];
}
