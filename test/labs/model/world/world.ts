/** The world of one run: a visitor's browser, its pages, the network, the endpoint, and the model's own account. */
import { createBudget, type Budget } from "./budget.ts";
import { createChance } from "./chance.ts";
import { createDisk, type Disk } from "./disk.ts";
import { createEndpoint, type Endpoint } from "./endpoint.ts";
import { createJournal, type Journal } from "./journal.ts";
import { createNetwork, type Network } from "./network.ts";
import { openPage, writerOf, type Page, type PageOptions, type Surroundings } from "./page.ts";
import { startLending } from "./page-globals.ts";
import { forgiveEnd } from "./forgiveness.ts";
import { isMirrored } from "./safety.ts";
import { createSearch } from "./search.ts";
import { createTimeline, type Timeline } from "./timeline.ts";
import { createFindings, type Findings } from "./violation.ts";
import { createWatch } from "./watch.ts";

/** An hour before midnight, UTC. */
export const START_MS = Date.UTC(2026, 10, 24, 23);

export const HOST_ENTRY = ["cart", '["teapot"]'] as const;

export interface World {
  readonly timeline: Timeline;
  readonly network: Network;
  readonly endpoint: Endpoint;
  readonly journal: Journal;
  readonly budget: Budget;
  readonly findings: Findings;
  /** What all pages share. */
  readonly local: Disk;
  readonly database: Disk;
  readonly pages: readonly Page[];
  /** What the visitor, or the browser, has changed. */
  readonly circumstances: Circumstances;
  livePages(): readonly Page[];
  /** `predecessor`: the page whose `sessionStorage` this one goes on with. */
  open(options: Omit<PageOptions, "number" | "session">, predecessor?: Page): Promise<Page | undefined>;
  /** Marks of events that are neither stored nor in a home that all pages share, nor excused. */
  absent(): readonly number[];
  close(): void;
}

export interface Circumstances {
  clockOffsetMs: number;
  hasClockChanged: boolean;
  isFull: boolean;
  /** When `localStorage` was last emptied. */
  clearedMs: number;
  /** Grows when all databases are deleted. */
  generation: number;
}

export function createWorld(seed: number): World {
  const lending = startLending();
  const timeline = createTimeline(START_MS, () => {
    lending.lendTo(undefined);
    journal.settle();
  });
  const nowMs = timeline.nowMs;
  const chance = createChance(seed);
  const journal = createJournal();
  const budget = createBudget();
  const findings = createFindings();
  const endpoint = createEndpoint(nowMs);
  const local = createDisk(nowMs);
  local.write(...HOST_ENTRY);
  const database = createDisk(nowMs);
  const circumstances: Circumstances = {
    clockOffsetMs: 0,
    hasClockChanged: false,
    isFull: false,
    clearedMs: -1,
    generation: 0,
  };
  const pages: Page[] = [];
  const locks = new Map<string, Page>();

  const livePages = (): readonly Page[] => pages.filter(({ life }) => !life.isOver());
  const absent = createSearch({ endpoint, journal, homes: [local, database] });
  const watch = createWatch({ nowMs, pages, local, journal, budget, findings, circumstances });
  const network = createNetwork({ timeline, endpoint, findings, ...watch });

  const surroundings: Surroundings = {
    timeline,
    lending,
    local,
    database,
    generation: () => circumstances.generation,
    isFull: () => circumstances.isFull,
    clockMs: () => Math.floor(nowMs()) + circumstances.clockOffsetMs,
    jitter: chance.jitter,
    newId: chance.id,
    send: network.send,
    async withLock(page, name, run) {
      if (locks.has(name) || page.life.isOver()) return;
      locks.set(name, page);
      await run();
      if (locks.get(name) === page) locks.delete(name);
    },
    onDrop(page, reason) {
      // A page that ended in the middle of its task has dropped nothing more.
      if (page.life.isOver()) return;
      journal.addDrop({ page: page.number, reason, atMs: nowMs() });
      if (page.mirroredFromMs === undefined) journal.allowOvercount();
    },
    onRestored() {
      // What is removed from the first home only comes back from the second, and is dropped again.
      const isHalfRemoved = journal.drops.some(({ page, atMs }) => {
        const dropper = pages[page - 1];
        return dropper && !isMirrored(atMs, writerOf(dropper), nowMs());
      });
      if (isHalfRemoved) journal.allowOvercount();
    },
    onEnd(page) {
      page.endedMs = nowMs();
      for (const [name, holder] of locks) if (holder === page) locks.delete(name);
      // It may have announced a try that it never made, or told nobody of an answer.
      if (page.hurriedMs === nowMs() || page.heardMs === nowMs()) budget.forget();
      forgiveEnd(page, nowMs(), { journal, absent });
    },
  };

  return {
    timeline,
    network,
    endpoint,
    journal,
    budget,
    findings,
    local,
    database,
    pages,
    circumstances,
    livePages,
    async open(options, predecessor) {
      const session = createDisk(nowMs);
      for (const key of predecessor?.session.keys() ?? []) session.write(key, predecessor?.session.read(key));
      const number = pages.length + 1;
      const all = { ...options, number, session };
      await timeline.step(() => pages.push(openPage(all, surroundings)));
      return pages.at(-1);
    },
    absent,
    close: lending.takeBack,
  };
}
