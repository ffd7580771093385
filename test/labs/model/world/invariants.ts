/** The invariants of design section 10, each under its number, as they must hold after each action and in the end. */
import { mergeReports, type MergedReport } from "../../../../examples/warehouse/load/merge-reports.ts";
import type { Batch, WireEvent } from "../../../../src/wire.ts";
import { HOST_ENTRY } from "./world.ts";
import type { World } from "./world.ts";
import { marksIn, type TrackedEvent } from "./journal.ts";
import { pageOf } from "./chance.ts";
import { assertInvariant } from "./violation.ts";

type StoredEvent = WireEvent & { readonly _ingest: { readonly stream?: Batch["stream"] } };

const MOST_EVENTS = 2_000;
const OPEN_EVENTS = 25;
const EXPIRES_AFTER_MS = 259_200_000;

/** Holds after each action. */
export function checkMeanwhile(world: World): void {
  const { journal, local } = world;
  world.findings.throwFirst();
  const dropped = journal.drops.length;
  // What only a page's memory holds can't be seen from here.
  if (world.livePages().every(({ isFragile }) => !isFragile)) {
    const absent = world.absent();
    const holds = absent.length <= dropped;
    assertInvariant("I7 nothing leaves the outbox but acknowledged, rejected or counted", holds, { absent, dropped });
  }
  const isWithinBounds = marksIn(local.values()).size <= MOST_EVENTS + OPEN_EVENTS * world.pages.length;
  assertInvariant("I8 no more than 2,000 events wait", isWithinBounds);
  assertInvariant("I9 the host's own keys stay", local.read(HOST_ENTRY[0]) === HOST_ENTRY[1] || isCleared(world));
}

/** Holds when everything works again and enough time has passed. */
export function checkHealed(world: World, spreadMs: number): void {
  const { journal, endpoint } = world;
  world.findings.throwFirst();
  const stored = [...endpoint.objects].map(([key, body]) => ({ key, event: JSON.parse(body) as StoredEvent }));

  const waiting = [...marksIn([...world.local.values(), ...world.database.values()])];
  assertInvariant("I14 the outbox empties when the endpoint answers", waiting.length === 0, waiting);
  checkStoredOnce(stored.map(({ key }) => key.slice(key.lastIndexOf("/"))));
  const byMark = Map.groupBy(stored, ({ event }) => Number(event.properties?.["mark"]));
  for (const [mark, [one, ...others]] of byMark) {
    assertInvariant("I1 one object for each event", others.length === 0, { mark });
    if (one) checkSnapshot(one.event, journal.events.get(mark));
  }
  const unexpected = journal.drops.filter(({ reason }) => reason === "corrupt" || reason === "too_large");
  assertInvariant("I7 nothing that is whole is dropped as corrupt or too large", unexpected.length === 0, unexpected);
  const isExpiryDue = spreadMs >= EXPIRES_AFTER_MS || journal.drops.every(({ reason }) => reason !== "expired");
  assertInvariant("I15 nothing expires before its time", isExpiryDue);
  checkStreams(
    world,
    stored.map(({ event }) => event),
  );
}

function checkStoredOnce(names: readonly string[]): void {
  assertInvariant("I1 at most one object for each event_id", new Set(names).size === names.length);
}

function checkSnapshot(event: StoredEvent, tracked: TrackedEvent | undefined): void {
  assertInvariant("I3 nothing is stored that was not tracked", tracked !== undefined, event);
  const { page, seq, name, timestamp, properties } = tracked;
  const found = [pageOf(event.page_load_id), event.event_seq, event.event_name, event.event_timestamp];
  const isSame = JSON.stringify(found) === JSON.stringify([page, seq, name, timestamp]);
  assertInvariant("I4 what is stored is what was tracked", isSame, { found, tracked });
  assertInvariant("I4 properties are a snapshot", JSON.stringify(event.properties) === properties, event);
}

/** I2 and I12, from what a reader of the bucket has: `missing = last_seq - stored - dropped`. */
function checkStreams(world: World, stored: readonly StoredEvent[]): void {
  const { journal } = world;
  const reports = mergeReports(
    stored.flatMap(({ _ingest: { stream } }) => (stream ? [stream, ...(stream.previous ?? [])] : [])),
  );
  const lost = checkCounts(world, reports);
  const reportsByPage = Map.groupBy(reports, ({ page_load_id }) => pageOf(page_load_id));
  const storedMarks = new Set(stored.map(({ properties }) => Number(properties?.["mark"])));
  const eventsByPage = Map.groupBy(journal.events.values(), ({ page }) => page);

  // Two pages with copies of their own may both count what the endpoint refuses.
  const mayOvercount = journal.mayOvercount() || world.pages.some(({ isFragile }) => isFragile);
  let uncounted = 0;
  for (const [page, events] of eventsByPage) {
    const told = reportsByPage.get(page) ?? [];
    const dropped = sum(told.flatMap((report) => Object.values(report.dropped)));
    const lastSeq = Math.max(0, ...told.map(({ last_seq }) => last_seq));
    const gone = events.filter(({ mark }) => !storedMarks.has(mark));
    const promised = gone.filter(({ mark }) => !journal.isExcused(mark));
    const detail = { page, tracked: events.length, dropped, lastSeq, gone: gone.map(({ seq }) => seq), told };
    assertInvariant("I12 no seq is reported that was not given out", lastSeq <= events.length, detail);
    const holds = dropped <= gone.length || mayOvercount;
    assertInvariant("I2 nothing is both stored and counted as dropped", holds, detail);
    uncounted += Math.max(0, promised.length - dropped);
    assertInvariant("I2 every event is stored or counted as dropped", uncounted <= lost, { ...detail, lost });
  }

  for (const page of world.livePages()) {
    const { tracked, waiting } = page.tracker().stats();
    assertInvariant("I12 nothing waits when all is quiet", waiting === 0 && tracked === page.tracked, page.number);
  }
}

/** I2 for those who count: what a reader knows is what each page has dropped. Returns how many were lost, all excused. */
function checkCounts({ journal, pages }: World, reports: readonly MergedReport[]): number {
  let lost = 0;
  for (const { number } of pages) {
    const told = reports.filter(({ counted_by }) => pageOf(counted_by) === number);
    const drops = Map.groupBy(
      journal.drops.filter(({ page }) => page === number),
      ({ reason }) => reason,
    );
    for (const reason of new Set([...drops.keys(), ...told.flatMap(({ dropped }) => Object.keys(dropped))])) {
      const made = drops.get(reason) ?? [];
      const promised = made.filter((drop) => !journal.isExcusedDrop(drop));
      const counted = sum(told.map(({ dropped }) => dropped[reason] ?? 0));
      const detail = { page: number, reason, made: made.length, promised: promised.length, told };
      assertInvariant("I2 no page counts more than it dropped", counted <= made.length, detail);
      assertInvariant("I2 each drop is counted by the page that made it", counted >= promised.length, detail);
      lost += made.length - counted;
    }
  }
  return lost;
}

function isCleared({ local }: World): boolean {
  return local.read(HOST_ENTRY[0]) === undefined;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
