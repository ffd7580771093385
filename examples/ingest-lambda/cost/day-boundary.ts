/** Simulates a month of batches whose answers are sometimes lost, and counts the events that are stored twice. */
import { buildKey, readTrustedTimeMs } from "../src/event/key.ts";
import type { EventRecord } from "../src/event/record.ts";
import { mintUuid, printUuid } from "../src/event/uuid.ts";
import { oneObjectABatch, oneObjectAnEvent, type Layout } from "../src/store/layout.ts";

export interface DayRule {
  readonly name: string;
  /** The objects of a batch that is received at this time. */
  readonly objectsOf: (ids: readonly bigint[], receivedAtMs: number) => ReturnType<Layout>;
}

const recordOf = (id: bigint, key: string, isOwn: boolean): EventRecord => ({
  eventId: printUuid(id),
  key,
  keyDependsOn: isOwn ? "event" : "day_of_receipt",
  body: "",
});

function byOwnDay(layout: Layout): DayRule["objectsOf"] {
  return (ids, receivedAtMs) =>
    layout(
      ids.map((id) => recordOf(id, buildKey(id, receivedAtMs), readTrustedTimeMs(id, receivedAtMs) !== undefined)),
    );
}

function byDayOfReceipt(layout: Layout): DayRule["objectsOf"] {
  return (ids, receivedAtMs) => {
    const day = new Date(receivedAtMs).toISOString().slice(0, 10).replaceAll("-", "/");
    return layout(ids.map((id) => recordOf(id, `events/${day}/event-${printUuid(id)}.json`, false)));
  };
}

export const DAY_RULES: readonly DayRule[] = [
  { name: "`event`, day of receipt", objectsOf: byDayOfReceipt(oneObjectAnEvent) },
  { name: "`event`, day of the event (this ingest)", objectsOf: byOwnDay(oneObjectAnEvent) },
  { name: "`batch`, day of receipt", objectsOf: byDayOfReceipt(oneObjectABatch) },
  { name: "`batch`, day of the event (this ingest)", objectsOf: byOwnDay(oneObjectABatch) },
];

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const LOST_SHARE = 0.03;
const EVENTS_A_BATCH = 20;

/**
 * Returns for each rule how many events of a million are stored twice. The keys are made by the ingest's own code. The
 * same seed gives the same month.
 */
export function simulateMonth(batchCount: number, seed = 1): readonly number[] {
  const random = createRandom(seed);
  const twice = DAY_RULES.map(() => 0);
  for (let batch = 0; batch < batchCount; batch += 1) {
    const trackedAtMs = Date.UTC(2026, 10, 1) + random() * 30 * DAY_MS;
    const clockMs = trackedAtMs + drawClockError(random);
    const receivedAtMs = drawArrivals(trackedAtMs + MINUTE_MS, random);
    // A batch that is received once is stored once.
    if (receivedAtMs.length === 1) continue;
    const ids = Array.from({ length: EVENTS_A_BATCH }, () =>
      mintUuid(Math.round(clockMs + random() * MINUTE_MS), noise(random)),
    );

    for (const [at, rule] of DAY_RULES.entries()) {
      twice[at] = (twice[at] ?? 0) + countStored(ids, receivedAtMs, rule) - ids.length;
    }
  }
  return twice.map((count) => (count * 1e6) / (batchCount * EVENTS_A_BATCH));
}

/** The batch is sent again until an answer is not lost. */
function drawArrivals(firstMs: number, random: () => number): readonly number[] {
  const arrivals = [firstMs];
  while (random() < LOST_SHARE) arrivals.push((arrivals.at(-1) ?? 0) + drawRetryDelay(random));
  return arrivals;
}

/** Objects with the same key are stored once. */
function countStored(ids: readonly bigint[], receivedAtMs: readonly number[], { objectsOf }: DayRule): number {
  const objects = receivedAtMs.flatMap((ms) => objectsOf(ids, ms));
  const countByKey = new Map(objects.map(({ key, eventIds }) => [key, eventIds.length]));
  return [...countByKey.values()].reduce((sum, count) => sum + count, 0);
}

/** Most clocks are right; one in fifty is hours off, one in a thousand days or years. */
function drawClockError(random: () => number): number {
  const kind = random();
  if (kind < 0.001) return (random() - 0.5) * 400 * DAY_MS;
  if (kind < 0.02) return (random() - 0.5) * DAY_MS;
  return (random() - 0.5) * MINUTE_MS;
}

/** Most retries come within minutes, some when the visitor comes back, the latest after three days. */
function drawRetryDelay(random: () => number): number {
  const kind = random();
  if (kind < 0.8) return random() * 5 * MINUTE_MS;
  if (kind < 0.95) return random() * 8 * 60 * MINUTE_MS;
  return random() * 3 * DAY_MS;
}

function noise(random: () => number): Uint8Array {
  return Uint8Array.from({ length: 10 }, () => random() * 256);
}

/** A linear congruential generator with the constants of Knuth's MMIX. It need not be secure, only repeatable. */
function createRandom(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n);
    return Number(state >> 11n) / 2 ** 53;
  };
}
