/** Decides which events go into which object: one object an event, or one object a batch. The layouts are pure. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { EventRecord } from "../event/record.ts";
import { assignOutcomes, dropDuplicates, type EventStore } from "./event-store.ts";
import { putObjects, type ObjectStore, type StoredObject } from "./object-store.ts";

/** An object, and the events that are in it. */
export interface PackedObject extends StoredObject {
  readonly eventIds: readonly string[];
}

export type Layout = (records: readonly EventRecord[]) => readonly PackedObject[];

export function createLaidOutStore(store: ObjectStore, layout: Layout): EventStore {
  return {
    async keep(records, timeLeftMs) {
      const objects = layout(dropDuplicates(records));
      const outcomes = await putObjects(store, objects, timeLeftMs);
      return assignOutcomes(objects, ({ key }) => outcomes.get(key));
    },
  };
}

/** `events/YYYY/MM/DD/event-<uuid>.json` */
export const oneObjectAnEvent: Layout = (records) =>
  records.map(({ eventId, key, body }) => ({ key, body, eventIds: [eventId] }));

/**
 * `events/YYYY/MM/DD/batch-<hash>.ndjson.gz`, one event a line. Compressed, 20 events take a tenth of the space.
 *
 * The hash is made of the ids of the events, not of `batch_id`. A page may add events to a batch that another page has
 * sent already, because it took the first page for closed. With `batch_id` in the key, the new events would be taken
 * for duplicates of the old object. So the key stands for exactly these events: whoever sends them, in any order, with
 * or without a `batch_id`.
 *
 * Events are grouped by day. Events whose key may be another one tomorrow, or at the next attempt, have objects of their
 * own, so that they cannot change the key of the others.
 */
export const oneObjectABatch: Layout = (records) =>
  [...Map.groupBy(records, ({ key, keyDependsOn }) => `${folderOf(key)} ${keyDependsOn}`).values()].map(packGroup);

function packGroup(records: readonly EventRecord[]): PackedObject {
  const eventIds = records.map(({ eventId }) => eventId);
  const [folder] = records.map(({ key }) => folderOf(key));
  return {
    key: `${String(folder)}/batch-${hashIds(eventIds)}.ndjson.gz`,
    body: gzipSync(records.map(({ body }) => `${body}\n`).join("")),
    eventIds,
  };
}

function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf("/"));
}

/** 128 bits are enough, since nobody gains by a forged name: who knows the ids can send the events themselves. */
function hashIds(eventIds: readonly string[]): string {
  return createHash("sha256")
    .update([...eventIds].sort().join())
    .digest("hex")
    .slice(0, 32);
}
