/** What the loader and the erasure ask of the store of raw events: a bucket, or a folder with the same keys. */

export interface ListedObject {
  readonly key: string;
  readonly modifiedAtMs: number;
  readonly bytes: number;
}

export interface ObjectSource {
  /** Names the bucket. The database keeps the watermark and the loaded objects by this name. */
  readonly name: string;
  /**
   * Lists the objects of `events/`, or only those of days from `fromDay` (`YYYY/MM/DD`) on. Throws if any part cannot be
   * listed, so that a listing that came to its end is complete.
   */
  list(fromDay?: string): AsyncIterable<ListedObject>;
  /** `undefined` if there is no such object any more. */
  read(key: string): Promise<string | undefined>;
}

/** A source whose objects can be loaded without a listing. Only the loader by messages asks for that. */
export interface FindableSource extends ObjectSource {
  /** Describes an object as a listing does. `undefined` if there is no such object any more. */
  find(key: string): Promise<ListedObject | undefined>;
}

/** A source that may also be changed. Only the erasure needs that right. */
export interface ErasableSource extends ObjectSource {
  /** Does nothing if the key is taken. */
  create(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/** A bucket or a folder has all of it. */
export interface BucketSource extends FindableSource, ErasableSource {}

/** Objects of one event, and batches, which may be compressed. Other objects of the bucket are ignored. */
const LOADABLE = /^events\/\d{4}\/\d\d\/\d\d\/(?:event-[\da-f-]{36}\.json|[^/]+\.ndjson(?:\.gz)?)$/;

export function isLoadable(key: string): boolean {
  return LOADABLE.test(key);
}
