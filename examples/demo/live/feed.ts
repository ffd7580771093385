/** What the live page needs from a store: each stored object as it comes, and any object by its key. Types only. */

/** An object as it is stored. */
export interface StoredObject {
  readonly key: string;
  readonly text: string;
  readonly storedAtMs: number;
}

export interface FeedListener {
  /** Receives each object at least once. Its key identifies it. */
  readonly onStored: (object: StoredObject) => void;
  /** Receives why the store cannot be read, and `undefined` once it can be read again. */
  readonly onTrouble: (trouble: string | undefined) => void;
}

export interface EventFeed {
  /** Reports the newest stored objects, then each new one. Resolves with its undo. */
  start(listener: FeedListener): Promise<() => Promise<void>>;
  /** `undefined` if there is no such object. `key` is an event's key (`isEventKey`). */
  read(key: string): Promise<string | undefined>;
}
