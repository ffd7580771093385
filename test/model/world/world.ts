/** The world of one run: a visitor's browser, its pages, the network, the endpoint, and the model's own account. */
import { createBudget, type Budget } from "./budget.ts";
import { createChance, pageOf } from "./chance.ts";
import { createDisk, type Disk } from "./disk.ts";
import { createEndpoint, type Endpoint } from "./endpoint.ts";
import { createJournal, marksIn, type Journal } from "./journal.ts";
import { createNetwork, type Caller, type Exchange, type Network } from "./network.ts";
import { openPage, type Page, type PageOptions, type Surroundings } from "./page.ts";
import { startLending } from "./page-globals.ts";
import { isMirrored, type Writer } from "./safety.ts";
import { createTimeline, type Timeline } from "./timeline.ts";
import { assertInvariant, createFindings, type Findings } from "./violation.ts";

/** An hour before midnight, UTC. */
export const START_MS = Date.UTC(2026, 10, 24, 23);

export const HOST_ENTRY = ["cart", '["teapot"]'] as const;

/** What has lost its page is younger than this only by a clock that was changed. */
const ORPHANED_AFTER_MS = 30_000;

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

interface Circumstances {
  clockOffsetMs: number;
  hasClockChanged: boolean;
  isFull: boolean;
  /** Grows when all databases are deleted. */
  generation: number;
}

export function createWorld(seed: number): World {
  const lending = startLending();
  const timeline = createTimeline(START_MS, () => {
    lending.lendTo(undefined);
    unsettledFrom = { events: journal.events.size, drops: journal.drops.length };
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
  const circumstances: Circumstances = { clockOffsetMs: 0, hasClockChanged: false, isFull: false, generation: 0 };
  const pages: Page[] = [];
  const predecessors = new Map<number, number>();
  const senders = new Map<string, Caller>();
  const locks = new Map<string, Page>();
  let lastHeard = { page: 0, atMs: 0 };
  let unsettledFrom = { events: 0, drops: 0 };

  const livePages = (): readonly Page[] => pages.filter(({ life }) => !life.isOver());
  const isBudgetKnown = (): boolean => !circumstances.isFull && pages.every(({ isFragile }) => !isFragile);

  const assertOrphan = ({ caller, batch }: Exchange): void => {
    const [first] = batch.events;
    const event = journal.events.get(Number(first?.properties?.["mark"]));
    // Parts of a segment belong to the page that took it apart.
    const owner = pages.find(({ number }) => number === pageOf(batch.batch_id));
    if (!owner || !event || owner.life.isOver() || owner === caller) return;
    const isInherited = predecessors.get(caller.number) === owner.number;
    const ageMs = nowMs() - event.atMs;
    const mayAdopt = isInherited || circumstances.hasClockChanged || ageMs >= ORPHANED_AFTER_MS;
    assertInvariant("I10 a page leaves to a live page what that has just tracked", mayAdopt, { ageMs });
  };

  const network = createNetwork({
    timeline,
    endpoint,
    findings,
    onSent(exchange) {
      const { caller, batch } = exchange;
      // Two pages that have one segment may both count what the endpoint refuses in it.
      if ((senders.get(batch.batch_id) ?? caller) !== caller) journal.allowOvercount();
      // What a page reports for another, it strikes out. If that one lives, a third page may begin to count anew.
      for (const { page_load_id, dropped } of batch.stream.previous ?? []) {
        if (!pages[pageOf(page_load_id) - 1]?.life.isOver()) {
          for (const count of Object.values(dropped)) journal.excuseDrops(count);
        }
      }
      senders.set(batch.batch_id, caller);
      if (!isBudgetKnown()) budget.forget();
      const page = pages.find(({ number }) => number === caller.number);
      try {
        budget.onSent(exchange, nowMs(), page?.hurriedMs === nowMs());
        assertOrphan(exchange);
      } catch (error) {
        findings.add(error);
      }
    },
    onHeard({ caller, batch }, outcome) {
      lastHeard = { page: caller.number, atMs: nowMs() };
      // What somebody else has brought home meanwhile tells a page nothing.
      const waits = local.keys().some((key) => key.includes(batch.batch_id));
      if (outcome.kind === "answered" || waits) budget.onHeard(outcome, nowMs());
      if (!waits) budget.forget();
    },
  });

  const endOf = (page: Page): void => {
    page.endedMs = nowMs();
    for (const [name, holder] of locks) if (holder === page) locks.delete(name);
    // It may have announced a try that it never made.
    if (page.hurriedMs === nowMs()) budget.forget();
    // What the page did in a task that it did not end, nobody promised.
    for (const { mark, page: number } of [...journal.events.values()].slice(unsettledFrom.events)) {
      if (number === page.number) journal.excuse(mark);
    }
    // It may have carried out what it heard in part: told nobody to wait, or written parts and not removed the whole.
    if (lastHeard.page === page.number && lastHeard.atMs === nowMs()) {
      budget.forget();
      journal.allowOvercount();
    }
    const own = journal.drops.filter(({ page: number }) => number === page.number);
    const lost = page.isFragile ? own : own.filter((drop) => journal.drops.indexOf(drop) >= unsettledFrom.drops);
    for (const { count } of lost) journal.excuseDrops(count);
    if (own.some(({ atMs }) => !isMirrored(atMs, writerOf(page), nowMs()))) journal.allowOvercount();
    if (!page.isFragile) return;
    for (const mark of absent()) journal.excuse(mark);
    // Where the first home has less of a segment than the second, whoever settles the first removes both.
    for (const { mark, page: number } of journal.events.values()) if (number === page.number) journal.excuse(mark);
  };

  const surroundings: Surroundings = {
    timeline,
    lending,
    local,
    database,
    generation: () => circumstances.generation,
    isFull: () => circumstances.isFull,
    clockMs: () => nowMs() + circumstances.clockOffsetMs,
    jitter: chance.jitter,
    bytes: chance.bytes,
    newId: chance.id,
    send: network.send,
    async exclusive(page, name, run) {
      if (locks.has(name) || page.life.isOver()) return;
      locks.set(name, page);
      await run();
      if (locks.get(name) === page) locks.delete(name);
    },
    onDrop(page, reason, count) {
      journal.addDrop({ page: page.number, reason, count, atMs: nowMs() });
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
    onEnd: endOf,
  };

  const stored = new Set<number>();
  let readObjects = 0;
  const absent = (): readonly number[] => {
    const fresh = [...endpoint.objects.values()].slice(readObjects);
    readObjects = endpoint.objects.size;
    for (const mark of marksIn(fresh)) stored.add(mark);
    const kept = marksIn([...local.values(), ...database.values()]);
    return [...journal.events.keys()].filter(
      (mark) => !stored.has(mark) && !kept.has(mark) && !journal.isExcused(mark),
    );
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
      if (predecessor) predecessors.set(number, predecessor.number);
      await timeline.step(() => pages.push(openPage({ ...options, number, session }, surroundings)));
      return pages.at(-1);
    },
    absent,
    close: lending.takeBack,
  };
}

/** What is known of the page as one that writes. */
export function writerOf({ mirroredFromMs, endedMs, frozenMs }: Page): Writer {
  return { mirroredFromMs, stoppedMs: Math.min(endedMs, frozenMs) };
}
