/** The invariants of design section 10, each under its number, as they must hold after each action and in the end. */
import { mergeReports, type MergedReport } from "../../../../examples/warehouse/load/merge-reports.ts";
import type { Batch, WireEvent } from "../../../../src/wire.ts";
import { HOST_ENTRY } from "./world.ts";
import type { World } from "./world.ts";
import { eventNumbersIn, type TrackedEvent } from "./expectations.ts";
import { pageNumberOf } from "./seeded-values.ts";
import { assertInvariant } from "./assert-invariant.ts";

type StoredEvent = WireEvent & { readonly _ingest: { readonly stream?: Batch["stream"] } };

const MOST_EVENTS = 2_000;
const OPEN_EVENTS = 25;
const EXPIRES_AFTER_MS = 259_200_000;

/** Holds after each action. */
export function checkDuringRun(world: World): void {
  const { expectations, local } = world;
  world.violations.throwFirst();
  const dropped = expectations.drops.length;
  // What only a page's memory holds can't be seen from here.
  if (world.livePages().every(({ isFragile }) => !isFragile)) {
    const missing = world.missing();
    const holds = missing.length <= dropped;
    assertInvariant("I7 nothing leaves the outbox but acknowledged, rejected or counted", holds, { missing, dropped });
  }
  const isWithinBounds = eventNumbersIn(local.values()).size <= MOST_EVENTS + OPEN_EVENTS * world.pages.length;
  assertInvariant("I8 no more than 2,000 events wait", isWithinBounds);
  assertInvariant("I9 the host's own keys stay", local.read(HOST_ENTRY[0]) === HOST_ENTRY[1] || isCleared(world));
}

/** Holds when everything works again and enough time has passed. */
export function checkAfterRecovery(world: World, clockSpreadMs: number): void {
  const { expectations, endpoint } = world;
  world.violations.throwFirst();
  const stored = [...endpoint.objects].map(([key, body]) => ({ key, event: JSON.parse(body) as StoredEvent }));

  const waiting = [...eventNumbersIn([...world.local.values(), ...world.database.values()])];
  assertInvariant("I14 the outbox empties when the endpoint answers", waiting.length === 0, waiting);
  checkStoredOnce(stored.map(({ key }) => key.slice(key.lastIndexOf("/"))));
  const byNumber = Map.groupBy(stored, ({ event }) => Number(event.properties?.["eventNumber"]));
  for (const [eventNumber, [one, ...others]] of byNumber) {
    assertInvariant("I1 one object for each event", others.length === 0, { eventNumber });
    if (one) checkSnapshot(one.event, expectations.events.get(eventNumber));
  }
  const unexpected = expectations.drops.filter(({ reason }) => reason === "corrupt" || reason === "too_large");
  assertInvariant("I7 nothing that is whole is dropped as corrupt or too large", unexpected.length === 0, unexpected);
  const isExpiryDue =
    clockSpreadMs >= EXPIRES_AFTER_MS || expectations.drops.every(({ reason }) => reason !== "expired");
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
  const found = [pageNumberOf(event.page_load_id), event.event_seq, event.event_name, event.event_timestamp];
  const isSame = JSON.stringify(found) === JSON.stringify([page, seq, name, timestamp]);
  assertInvariant("I4 what is stored is what was tracked", isSame, { found, tracked });
  assertInvariant("I4 properties are a snapshot", JSON.stringify(event.properties) === properties, event);
}

/** I2 and I12, from what a reader of the bucket has: `missing = last_seq - stored - dropped`. */
function checkStreams(world: World, stored: readonly StoredEvent[]): void {
  const { expectations } = world;
  const reports = mergeReports(
    stored.flatMap(({ _ingest: { stream } }) => (stream ? [stream, ...(stream.previous ?? [])] : [])),
  );
  const lost = checkCounts(world, reports);
  const reportsByPage = Map.groupBy(reports, ({ page_load_id }) => pageNumberOf(page_load_id));
  const storedNumbers = new Set(stored.map(({ properties }) => Number(properties?.["eventNumber"])));
  const eventsByPage = Map.groupBy(expectations.events.values(), ({ page }) => page);

  // Two pages with copies of their own may both count what the endpoint refuses.
  const mayOvercount = expectations.mayOvercount() || world.pages.some(({ isFragile }) => isFragile);
  let uncounted = 0;
  for (const [page, events] of eventsByPage) {
    const reported = reportsByPage.get(page) ?? [];
    const dropped = sum(reported.flatMap((report) => Object.values(report.dropped)));
    const lastSeq = Math.max(0, ...reported.map(({ last_seq }) => last_seq));
    const gone = events.filter(({ eventNumber }) => !storedNumbers.has(eventNumber));
    const promised = gone.filter(({ eventNumber }) => !expectations.mayBeLost(eventNumber));
    const detail = { page, tracked: events.length, dropped, lastSeq, gone: gone.map(({ seq }) => seq), reported };
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

/** I2 for the pages that count: the reports say what each page dropped. Returns how many drops no report has. */
function checkCounts({ expectations, pages }: World, reports: readonly MergedReport[]): number {
  let lost = 0;
  for (const { number } of pages) {
    const reported = reports.filter(({ counted_by }) => pageNumberOf(counted_by) === number);
    const drops = Map.groupBy(
      expectations.drops.filter(({ page }) => page === number),
      ({ reason }) => reason,
    );
    for (const reason of new Set([...drops.keys(), ...reported.flatMap(({ dropped }) => Object.keys(dropped))])) {
      const made = drops.get(reason) ?? [];
      const promised = made.filter((drop) => !expectations.mayBeUncounted(drop));
      const counted = sum(reported.map(({ dropped }) => dropped[reason] ?? 0));
      const detail = { page: number, reason, made: made.length, promised: promised.length, reported };
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
