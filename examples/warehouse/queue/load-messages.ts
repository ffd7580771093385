/** Loads the objects that a batch of messages announces. Several loaders may do this at once, each with messages of its own. */
import pMap from "p-map";
import { loadObjects, type LoadObjectsOptions } from "../load/load-objects.ts";
import { addReports, EMPTY_REPORT, type LoadReport } from "../load/load-report.ts";
import { selectUnloaded } from "../load/load-state.ts";
import { chunkObjects } from "../sources/chunk-objects.ts";
import { isLoadable, type FindableSource, type ListedObject } from "../sources/object-source.ts";
import { parseNotification } from "./notification.ts";

export interface QueueMessage {
  readonly id: string;
  readonly body: string;
}

export interface LoadMessagesOptions extends LoadObjectsOptions {
  readonly source: FindableSource;
  /** The name of the source's bucket, as S3 writes it into messages. */
  readonly bucket: string;
  /** Is called for each message that no object can be loaded by. */
  readonly onForeign?: (id: string, reason: string) => void;
  /** Objects in one transaction. @default 1000 */
  readonly chunkSize?: number;
}

export interface MessagesReport extends LoadReport {
  /** Messages that must come again. All others are done: their objects are stored, or there is nothing to store. */
  readonly failedIds: readonly string[];
  /** How long the oldest of the loaded objects has waited since it was written. `undefined` if none was loaded. */
  readonly delayMs: number | undefined;
}

/** Requests for the time and size of objects at once. */
const PARALLEL_FINDS = 16;

/**
 * A message is done only when its objects are committed, so a message that comes twice, or again after a kill, stores
 * nothing twice: the rows of an object and the note that it is loaded are one transaction.
 *
 * @throws Error if the database fails: then all messages must come again
 */
export async function loadMessages(
  messages: readonly QueueMessage[],
  options: LoadMessagesOptions,
): Promise<MessagesReport> {
  const { source, database, bucket, chunkSize = 1_000, onForeign, onUnreadable, now = Date.now } = options;
  const announced = messages.map(({ id, body }) => ({ id, notification: parseNotification(body, bucket) }));
  const failedKeys = new Set<string>();
  const noteUnreadable = (key: string, error: unknown): void => {
    failedKeys.add(key);
    onUnreadable?.(key, error);
  };

  const keys = announced.flatMap(({ notification }) => (notification.kind === "created" ? notification.keys : []));
  // The queue may get all that is written into the bucket.
  const found = await findObjects(source, [...new Set(keys)].filter(isLoadable), noteUnreadable);
  const unloaded = await selectUnloaded(database, source.name, found, new Set());
  let report = EMPTY_REPORT;
  for await (const chunk of chunkObjects(unloaded, chunkSize)) {
    report = addReports(report, await loadObjects({ ...options, onUnreadable: noteUnreadable }, chunk));
  }

  const failed = announced.filter(({ id, notification }) => {
    if (notification.kind === "created") return notification.keys.some((key) => failedKeys.has(key));
    onForeign?.(id, notification.reason);
    return true;
  });
  const loaded = unloaded.filter(({ key }) => !failedKeys.has(key));
  return {
    ...report,
    unreadable: failedKeys.size,
    failedIds: failed.map(({ id }) => id),
    delayMs: loaded.length === 0 ? undefined : now() - Math.min(...loaded.map(({ modifiedAtMs }) => modifiedAtMs)),
  };
}

/** Objects that were removed since are left out. */
async function findObjects(
  source: FindableSource,
  keys: readonly string[],
  onUnreadable: (key: string, error: unknown) => void,
): Promise<readonly ListedObject[]> {
  const find = async (key: string): Promise<ListedObject | undefined> => {
    try {
      return await source.find(key);
    } catch (error) {
      onUnreadable(key, error);
      return undefined;
    }
  };
  const objects = await pMap(keys, find, { concurrency: PARALLEL_FINDS });
  return objects.filter((object) => object !== undefined);
}
