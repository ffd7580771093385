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
  const unmirrored = drops.filter(({ atMs }) => !isMirrored(atMs, writerOf(page), nowMs));
  for (const drop of page.isFragile ? unmirrored : journal.unsettledDrops().filter(isOwn)) journal.excuseDrop(drop);

  // It may have removed from its first home only what it dropped.
  if (unmirrored.length > 0) journal.allowOvercount();

  if (!page.isFragile) return;
  for (const mark of absent()) journal.excuse(mark);
}
