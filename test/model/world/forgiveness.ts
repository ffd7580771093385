/** What may be missing when a page ends, since nobody promised it. */
import type { Journal } from "./journal.ts";
import { writerOf, type Page } from "./page.ts";
import { isMirrored } from "./safety.ts";

export interface ForgivenessParts {
  readonly journal: Journal;
  readonly absent: () => readonly number[];
}

export function forgiveEnd(page: Page, nowMs: number, { journal, absent }: ForgivenessParts): void {
  const isOwn = (note: { readonly page: number }): boolean => note.page === page.number;
  const drops = journal.drops.filter(isOwn);

  // What the page did in a task that it did not end.
  for (const { mark } of journal.unsettledEvents().filter(isOwn)) journal.excuse(mark);
  const uncounted = page.isFragile ? drops : journal.unsettledDrops().filter(isOwn);
  journal.excuseDrops(uncounted.length);

  // It may have written parts and not removed the whole, or have removed from its first home only what it dropped.
  const isHalfRemoved = drops.some(({ atMs }) => !isMirrored(atMs, writerOf(page), nowMs));
  if (page.heardMs === nowMs || isHalfRemoved) journal.allowOvercount();

  if (!page.isFragile) return;
  for (const mark of absent()) journal.excuse(mark);
}
