/** The port to the raw events: a bucket, or a folder that looks like one. */

export interface ListedObject {
  readonly key: string;
  readonly modifiedAtMs: number;
  readonly bytes: number;
}

export interface ObjectSource {
  /** Names the bucket; the database remembers by it what is done with. */
  readonly name: string;
  /**
   * Lists the objects of `events/`, or only those of days from `fromDay` (`YYYY/MM/DD`) on. The end of the list is the
   * end of what there was: a part that cannot be listed is an exception.
   */
  list(fromDay?: string): AsyncIterable<ListedObject>;
  /** `undefined` if there is no such object any more. */
  read(key: string): Promise<string | undefined>;
}

/** With the right to erase, which the loader does not need. */
export interface ErasableSource extends ObjectSource {
  /** Does nothing if the key is taken. */
  create(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/** One-event objects and batches. The bucket may have other things, which are nobody's business. */
const LOADABLE = /^events\/\d{4}\/\d\d\/\d\d\/(?:event-[\da-f-]{36}\.json|[^/]+\.ndjson)$/;

export function isLoadable(key: string): boolean {
  return LOADABLE.test(key);
}
