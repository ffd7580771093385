/** Checks each request and each answer: whether the page may send it, and what may be missing or counted twice from then on. */
import type { Outcome } from "../../../../src/platform/platform.ts";
import type { RetryBudget } from "./retry-budget.ts";
import { pageNumberOf } from "./seeded-values.ts";
import type { Disk } from "./disk.ts";
import type { Expectations } from "./expectations.ts";
import type { Exchange } from "./network.ts";
import type { Page } from "./page.ts";
import { assertInvariant, type Violations } from "./assert-invariant.ts";

export interface RequestCheckParts {
  readonly nowMs: () => number;
  readonly pages: readonly Page[];
  readonly local: Disk;
  readonly expectations: Expectations;
  readonly retryBudget: RetryBudget;
  readonly violations: Violations;
  readonly conditions: { readonly isFull: boolean; readonly hasClockChanged: boolean };
}

export interface RequestChecks {
  onSent(exchange: Exchange): void;
  onAnswered(exchange: Exchange, outcome: Outcome): void;
}

/** The flush interval and the request timeout. A younger batch may be adopted only after the clock was changed. */
const ORPHANED_AFTER_MS = 11_000;

export function createRequestChecks(parts: RequestCheckParts): RequestChecks {
  const { nowMs, pages, local, expectations, retryBudget, violations, conditions } = parts;
  const senders = new Map<string, number>();
  const pageWith = (number: number): Page | undefined => pages[number - 1];
  // When the storage is full, pages can't share the retry state.
  const canShareRetryState = (): boolean => !conditions.isFull && pages.every(({ isFragile }) => !isFragile);

  const assertMayAdopt = ({ caller, batch }: Exchange): void => {
    const owner = pageWith(pageNumberOf(batch.events[0]?.page_load_id ?? ""));
    if (!owner || owner.lifecycle.hasEnded() || owner.number === caller.number) return;
    const ageMs = nowMs() - parseInt(batch.batch_id, 36);
    const mayAdopt = conditions.hasClockChanged || ageMs >= ORPHANED_AFTER_MS;
    assertInvariant("I10 a page leaves to a live page the batch that it has just begun", mayAdopt, { ageMs });
  };

  /** Two pages that have one event may both count what the endpoint refuses in it. */
  const allowOvercountOfShared = ({ caller, batch }: Exchange): void => {
    if ((senders.get(batch.batch_id) ?? caller.number) !== caller.number) expectations.allowOvercount();
    senders.set(batch.batch_id, caller.number);
  };

  return {
    onSent(exchange) {
      allowOvercountOfShared(exchange);
      if (!canShareRetryState()) retryBudget.forget();
      try {
        retryBudget.onSent(exchange, nowMs(), pageWith(exchange.caller.number)?.earlyTryMs === nowMs());
        assertMayAdopt(exchange);
      } catch (error) {
        violations.add(error);
      }
    },
    onAnswered(exchange, outcome) {
      const { caller, batch } = exchange;
      const page = pageWith(caller.number);
      if (page) page.answeredMs = nowMs();
      retryBudget.onAnswered(exchange, outcome, nowMs());
      // Another page has delivered the batch meanwhile, so this answer changes no retry state.
      if (!local.keys().some((key) => key.includes(batch.batch_id))) retryBudget.forget();
    },
  };
}
