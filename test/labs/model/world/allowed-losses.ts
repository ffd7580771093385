/** What may be missing when a page ends, since it is not promised. */
import type { Expectations } from "./expectations.ts";
import { writerOf, type Page } from "./page.ts";
import { isInIndexedDb } from "./durability.ts";

export interface AllowedLossParts {
  readonly expectations: Expectations;
  readonly missing: () => readonly number[];
}

export function allowLossesAtEnd(page: Page, nowMs: number, { expectations, missing }: AllowedLossParts): void {
  const isOwn = (note: { readonly page: number }): boolean => note.page === page.number;
  const drops = expectations.drops.filter(isOwn);

  // The page ended in the middle of a task: what it did in it may be missing.
  for (const { eventNumber } of expectations.eventsOfTask().filter(isOwn)) expectations.allowLoss(eventNumber);
  const notInIndexedDb = drops.filter(({ atMs }) => !isInIndexedDb(atMs, writerOf(page), nowMs));
  // Drops that follow each other within a turn of the event loop are written down together, at its end.
  const ofLastTurn = drops.filter(({ atMs }) => atMs === nowMs);
  for (const drop of page.isFragile ? notInIndexedDb : ofLastTurn) expectations.allowUncounted(drop);

  // What it dropped may be removed from localStorage, and not from IndexedDB yet.
  if (notInIndexedDb.length > 0) expectations.allowOvercount();

  if (!page.isFragile) return;
  for (const eventNumber of missing()) expectations.allowLoss(eventNumber);
}
