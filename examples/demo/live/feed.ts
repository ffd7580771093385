/** The port to whatever keeps the events: tells what is stored, and nothing that is merely on its way. */

/** An object as the store has it. */
export interface StoredObject {
  readonly key: string;
  readonly text: string;
  readonly storedAtMs: number;
}

export interface FeedListener {
  /** Is told of an object once or more often: its key says which one it is. */
  readonly onStored: (object: StoredObject) => void;
  /** Is told why the store cannot be read, and `undefined` once it can be again. */
  readonly onTrouble: (trouble: string | undefined) => void;
}

export interface EventFeed {
  /** Tells of the newest objects there are, then of each one that comes. Resolves with its undo. */
  start(listener: FeedListener): Promise<() => Promise<void>>;
  /** `undefined` if there is no such object. `key` is an event's key (`isEventKey`). */
  read(key: string): Promise<string | undefined>;
}
