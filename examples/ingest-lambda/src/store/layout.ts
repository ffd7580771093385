/** Lays events out as objects: one object an event, or one object a batch. The layouts are pure. */
import { createHash } from "node:crypto";
import type { EventStore, PutOutcome } from "./event-store.ts";
import { putObjects, type ObjectStore, type StoredObject } from "./object-store.ts";
import type { EventRecord } from "../event/record.ts";

/** An object, and the events that are in it. */
export interface Packed extends StoredObject {
  readonly eventIds: readonly string[];
}

export type Layout = (records: readonly EventRecord[]) => readonly Packed[];

/** `events/YYYY/MM/DD/event-<uuid>.json` */
export const oneObjectAnEvent: Layout = (records) =>
  records.map(({ eventId, key, body }) => ({ key, body, eventIds: [eventId] }));

/**
 * `events/YYYY/MM/DD/batch-<hash>.ndjson`, one event a line.
 *
 * The hash is over the ids of the events in the object, and not over `batch_id`: a page that was taken for gone may
 * add to a batch after another page has sent it, and then the same `batch_id` would hide the new events behind the
 * old object. So the key stands for exactly these events, whoever sends them, in whatever order, with or without a
 * `batch_id`.
 *
 * Events are grouped by day, and those apart whose key would be another one tomorrow or at the next attempt, so that
 * they can't change the keys of the others.
 */
export const oneObjectABatch: Layout = (records) =>
  [...Map.groupBy(records, ({ key, keyDependsOn }) => `${folderOf(key)} ${keyDependsOn}`).values()].map(packGroup);

function packGroup(records: readonly EventRecord[]): Packed {
  const eventIds = records.map(({ eventId }) => eventId);
  const [folder] = records.map(({ key }) => folderOf(key));
  return {
    key: `${String(folder)}/batch-${hashIds(eventIds)}.ndjson`,
    body: records.map(({ body }) => `${body}\n`).join(""),
    eventIds,
  };
}

function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf("/"));
}

/** 128 bits are enough for names that nobody gains by forging: who knows the ids can send the events themselves. */
function hashIds(eventIds: readonly string[]): string {
  return createHash("sha256")
    .update([...eventIds].sort().join())
    .digest("hex")
    .slice(0, 32);
}

export function createLaidOutStore(store: ObjectStore, layout: Layout): EventStore {
  return {
    async keep(records, timeLeftMs) {
      const packed = layout(withoutTwins(records));
      const byKey = await putObjects(store, packed, timeLeftMs);
      return spread(packed, ({ key }) => byKey.get(key));
    },
  };
}

/** The first of twins wins, as it does in the store. */
export function withoutTwins(records: readonly EventRecord[]): readonly EventRecord[] {
  return [...Map.groupBy(records, ({ eventId }) => eventId).values()].flatMap(([first]) => first ?? []);
}

/** All events of an object share its fate. */
export function spread<Object extends Pick<Packed, "eventIds">>(
  packed: readonly Object[],
  outcomeOf: (object: Object, index: number) => PutOutcome | undefined,
): ReadonlyMap<string, PutOutcome> {
  const fates = packed.flatMap((object, index) => {
    const outcome: PutOutcome = outcomeOf(object, index) ?? { kind: "retry", code: "no_outcome" };
    return object.eventIds.map((eventId) => [eventId, outcome] as const);
  });
  return new Map(fates);
}
