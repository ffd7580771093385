/** The world of one run: a visitor's browser, its pages, the network, the endpoint, and what the model expects. */
import { createRetryBudget, type RetryBudget } from "./retry-budget.ts";
import { createSeededValues } from "./seeded-values.ts";
import { createDisk, type Disk } from "./disk.ts";
import { createEndpoint, type Endpoint } from "./endpoint.ts";
import { createExpectations, type Expectations } from "./expectations.ts";
import { createNetwork, type Network } from "./network.ts";
import { openPage, writerOf, type Page, type PageOptions, type SharedWorld } from "./page.ts";
import { installPageGlobals } from "./page-globals.ts";
import { allowLossesAtEnd } from "./allowed-losses.ts";
import { isInIndexedDb } from "./durability.ts";
import { createMissingEvents } from "./missing-events.ts";
import { createTimeline, type Timeline } from "./timeline.ts";
import { createViolations, type Violations } from "./assert-invariant.ts";
import { createRequestChecks } from "./request-checks.ts";

/** An hour before midnight, UTC. */
export const START_MS = Date.UTC(2026, 10, 24, 23);

export const HOST_ENTRY = ["cart", '["teapot"]'] as const;

export interface World {
  readonly timeline: Timeline;
  readonly network: Network;
  readonly endpoint: Endpoint;
  readonly expectations: Expectations;
  readonly retryBudget: RetryBudget;
  readonly violations: Violations;
  /** What all pages share. */
  readonly local: Disk;
  readonly database: Disk;
  readonly pages: readonly Page[];
  /** What the visitor, or the browser, has changed. */
  readonly conditions: Conditions;
  livePages(): readonly Page[];
  /** `predecessor`: the page whose `sessionStorage` this one goes on with. */
  open(options: Omit<PageOptions, "number" | "session">, predecessor?: Page): Promise<Page | undefined>;
  /** Numbers of events that no object and no browser storage has, and that must not be lost. */
  missing(): readonly number[];
  close(): void;
}

export interface Conditions {
  clockOffsetMs: number;
  hasClockChanged: boolean;
  isFull: boolean;
  /** When `localStorage` was last emptied. */
  clearedMs: number;
  /** Grows when all databases are deleted. */
  generation: number;
}

export function createWorld(seed: number): World {
  const pageGlobals = installPageGlobals();
  const timeline = createTimeline(START_MS, () => {
    pageGlobals.switchTo(undefined);
    expectations.endTask();
  });
  const nowMs = timeline.nowMs;
  const seeded = createSeededValues(seed);
  const expectations = createExpectations();
  const retryBudget = createRetryBudget();
  const violations = createViolations();
  const endpoint = createEndpoint(nowMs);
  const local = createDisk(nowMs);
  local.write(...HOST_ENTRY);
  const database = createDisk(nowMs);
  const conditions: Conditions = {
    clockOffsetMs: 0,
    hasClockChanged: false,
    isFull: false,
    clearedMs: -1,
    generation: 0,
  };
  const pages: Page[] = [];

  const livePages = (): readonly Page[] => pages.filter(({ lifecycle }) => !lifecycle.hasEnded());
  const missing = createMissingEvents({ endpoint, expectations, stores: [local, database] });
  const requestChecks = createRequestChecks({ nowMs, pages, local, expectations, retryBudget, violations, conditions });
  const network = createNetwork({ timeline, endpoint, violations, ...requestChecks });

  const sharedWorld: SharedWorld = {
    timeline,
    pageGlobals,
    local,
    database,
    generation: () => conditions.generation,
    isFull: () => conditions.isFull,
    clockMs: () => Math.floor(nowMs()) + conditions.clockOffsetMs,
    jitter: seeded.jitter,
    newId: seeded.id,
    send: network.send,
    onDrop(page, reason) {
      // A page that ended in the middle of its task has dropped nothing more.
      if (page.lifecycle.hasEnded()) return;
      expectations.addDrop({ page: page.number, reason, atMs: nowMs() });
      if (page.copyingSinceMs === undefined) expectations.allowOvercount();
    },
    onRestored() {
      // What is removed from localStorage only comes back from IndexedDB, and is dropped again.
      const isHalfRemoved = expectations.drops.some(({ page, atMs }) => {
        const dropper = pages[page - 1];
        return dropper && !isInIndexedDb(atMs, writerOf(dropper), nowMs());
      });
      if (isHalfRemoved) expectations.allowOvercount();
    },
    onRemoved(page, key) {
      for (const other of livePages())
        if (other !== page) timeline.after(1, () => other.onStorage({ key, newValue: null }));
    },
    onEnd(page) {
      page.endedMs = nowMs();
      // It may have written down a try that it never made, or not written down an answer.
      if (page.earlyTryMs === nowMs() || page.answeredMs === nowMs()) retryBudget.forget();
      allowLossesAtEnd(page, nowMs(), { expectations, missing });
    },
  };

  return {
    timeline,
    network,
    endpoint,
    expectations,
    retryBudget,
    violations,
    local,
    database,
    pages,
    conditions,
    livePages,
    async open(options, predecessor) {
      const session = createDisk(nowMs);
      for (const key of predecessor?.session.keys() ?? []) session.write(key, predecessor?.session.read(key));
      const number = pages.length + 1;
      const all = { ...options, number, session };
      await timeline.step(() => pages.push(openPage(all, sharedWorld)));
      return pages.at(-1);
    },
    missing,
    close: pageGlobals.uninstall,
  };
}
