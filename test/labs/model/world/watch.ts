/** Watches what pages send and hear: whether they may, and what follows for the account of what may be missing. */
import type { Outcome } from "../../../../src/platform/platform.ts";
import type { Budget } from "./budget.ts";
import { pageOf } from "./chance.ts";
import type { Disk } from "./disk.ts";
import type { Journal } from "./journal.ts";
import type { Exchange } from "./network.ts";
import type { Page } from "./page.ts";
import { assertInvariant, type Findings } from "./violation.ts";

export interface WatchParts {
  readonly nowMs: () => number;
  readonly pages: readonly Page[];
  readonly local: Disk;
  readonly journal: Journal;
  readonly budget: Budget;
  readonly findings: Findings;
  readonly circumstances: { readonly isFull: boolean; readonly hasClockChanged: boolean };
}

export interface Watch {
  onSent(exchange: Exchange): void;
  onHeard(exchange: Exchange, outcome: Outcome): void;
}

/** What has lost its page is younger than a second and a request's time only by a clock that was changed. */
const ORPHANED_AFTER_MS = 11_000;

export function createWatch(parts: WatchParts): Watch {
  const { nowMs, pages, local, journal, budget, findings, circumstances } = parts;
  const senders = new Map<string, number>();
  const pageWith = (number: number): Page | undefined => pages[number - 1];
  // Without room to write, pages can't tell each other to wait.
  const canShareWaits = (): boolean => !circumstances.isFull && pages.every(({ isFragile }) => !isFragile);

  const assertOrphan = ({ caller, batch }: Exchange): void => {
    const owner = pageWith(pageOf(batch.events[0]?.page_load_id ?? ""));
    if (!owner || owner.life.isOver() || owner.number === caller.number) return;
    const ageMs = nowMs() - parseInt(batch.batch_id, 36);
    const mayAdopt = circumstances.hasClockChanged || ageMs >= ORPHANED_AFTER_MS;
    assertInvariant("I10 a page leaves to a live page the batch that it has just begun", mayAdopt, { ageMs });
  };

  /** Two pages that have one event may both count what the endpoint refuses in it. */
  const excuseSharedEvents = ({ caller, batch }: Exchange): void => {
    if ((senders.get(batch.batch_id) ?? caller.number) !== caller.number) journal.allowOvercount();
    senders.set(batch.batch_id, caller.number);
  };

  return {
    onSent(exchange) {
      excuseSharedEvents(exchange);
      if (!canShareWaits()) budget.forget();
      try {
        budget.onSent(exchange, nowMs(), pageWith(exchange.caller.number)?.hurriedMs === nowMs());
        assertOrphan(exchange);
      } catch (error) {
        findings.add(error);
      }
    },
    onHeard(exchange, outcome) {
      const { caller, batch } = exchange;
      const page = pageWith(caller.number);
      if (page) page.heardMs = nowMs();
      budget.onHeard(exchange, outcome, nowMs());
      // What somebody else has brought home meanwhile tells a page nothing.
      if (!local.keys().some((key) => key.includes(batch.batch_id))) budget.forget();
    },
  };
}
