/** Holds the events that nobody has acknowledged yet, in segments that are kept, sent and removed whole. */
import type { Platform, Store } from "../platform/platform.ts";
import { byteLength } from "./byte-length.ts";
import type { DropReason } from "./ledger.ts";
import { isQueued } from "./queued-event.ts";

/** A batch: the unit of keeping, of sending and of idempotence. Once sealed it never changes. */
export interface Segment {
  /** Where it is kept: `<prefix><time>:<page_load_id>:<id>`. Sorted by key, the oldest comes first. */
  readonly key: string;
  /** The `batch_id`. */
  readonly id: string;
  readonly createdAtMs: number;
  /** This page wrote it. */
  readonly isOwn: boolean;
  /** Each event as JSON: a snapshot that nothing changes any more. */
  readonly events: readonly string[];
}

/** The segment that still grows, and is kept as it grows. */
interface OpenSegment {
  readonly key: string;
  readonly events: string[];
  bytes: number;
}

export interface Outbox {
  /** Adds to the open segment, and returns whether that is now full and sealed. */
  append(json: string): boolean;
  /** Seals what is open. */
  seal(): void;
  /** The oldest segment that is for this page to send: its own, or one whose page is gone. */
  next(isFree: (key: string) => boolean): Segment | undefined;
  /** Tells whether it still waits: another request or another tab may have brought it home. */
  has(key: string): boolean;
  /** Puts `parts`, each a segment of its own, in the place of `segment`. Empty ones are left out. */
  replace(segment: Segment, parts: readonly (readonly string[])[]): void;
  /** Keys of all sealed segments, of this page and of others. */
  keys(): readonly string[];
  /** Events that wait, of this page and of others. */
  count(): number;
}

export interface OutboxOptions {
  readonly maxBatchEvents: number;
  readonly maxBatchBytes: number;
  readonly flushIntervalMs: number;
  readonly requestTimeoutMs: number;
  readonly prefix: string;
  readonly pageLoadId: string;
}

export interface OutboxParts {
  readonly store: Store;
  readonly platform: Pick<Platform, "now" | "newId">;
  readonly onDrop: (reason: DropReason, events: readonly string[]) => void;
}

/** So much may wait, of this page and of earlier ones together: an outage of days fills no visitor's storage. */
const MAX_EVENTS = 2_000;
const MAX_CHARS = 1_048_576;

export function createOutbox(options: OutboxOptions, { store, platform, onDrop }: OutboxParts): Outbox {
  const { maxBatchEvents, maxBatchBytes, prefix, pageLoadId } = options;
  /** By then a living page has had its answer. What is older and still here has lost its page, or all pages wait. */
  const orphanedAfterMs = options.flushIntervalMs + options.requestTimeoutMs;
  let open: OpenSegment | undefined;
  let isUnsaved = false;
  let lastCreatedMs = 0;
  /** Lines and characters of what is kept, so that nothing is counted twice: a sealed segment never changes. */
  let sizes = new Map<string, readonly [lines: number, chars: number]>();

  const save = (key: string, events: readonly string[]): void => store.write(key, events.join("\n"));
  /** None, if the key is gone or the store can't be read at this moment. */
  const linesOf = (key: string): readonly string[] => store.read(key)?.split("\n") ?? [];
  const keys = (): string[] =>
    store
      .keys()
      .filter((key) => key.startsWith(prefix) && key !== open?.key)
      .sort();

  const newKey = (time: string): string => `${prefix}${time}:${pageLoadId}:${platform.newId()}`;

  const begin = (): OpenSegment => {
    // A millisecond further each time, so that the keys of a page sort in the order of tracking.
    lastCreatedMs = Math.max(lastCreatedMs + 1, platform.now());
    return { key: newKey(lastCreatedMs.toString(36)), events: [], bytes: 0 };
  };

  const saveOpen = (): void => {
    if (isUnsaved && open) save(open.key, open.events);
    isUnsaved = false;
  };

  const makeRoom = (): void => {
    const known = sizes;
    sizes = new Map();
    let lines = 0;
    let chars = 0;
    for (const key of keys().reverse()) {
      const size = known.get(key) ?? [linesOf(key).length, (store.read(key) ?? "").length];
      sizes.set(key, size);
      lines += size[0];
      chars += size[1];
      if (lines <= MAX_EVENTS && chars <= MAX_CHARS) continue;
      onDrop("overflow", read(key).events);
      store.remove(key);
    }
  };

  const seal = (): void => {
    saveOpen();
    if (!open) return;
    open = undefined;
    makeRoom();
  };

  /** What is no event is dropped, and never looked at again: anybody may write into a page's storage. */
  const read = (key: string): Segment => {
    const [time = "", owner, id = ""] = key.slice(prefix.length).split(":");
    const lines = linesOf(key);
    const events = lines.filter(isQueued);
    if (events.length < lines.length) {
      const standIn = JSON.stringify({ page_load_id: owner, event_seq: 0 });
      onDrop("corrupt", Array<string>(lines.length - events.length).fill(standIn));
      if (events.length > 0) save(key, events);
      else store.remove(key);
    }
    return { key, id, createdAtMs: parseInt(time, 36), isOwn: owner === pageLoadId, events };
  };

  const isForMe = (key: string): boolean => {
    const [time = "", owner] = key.slice(prefix.length).split(":");
    // A clock that was set back, or a time that is none, must not keep it for ever.
    return owner === pageLoadId || !(Math.abs(platform.now() - parseInt(time, 36)) < orphanedAfterMs);
  };

  return {
    append(json) {
      const bytes = byteLength(json);
      if (open && open.bytes + bytes > maxBatchBytes) seal();
      open ??= begin();
      open.events.push(json);
      open.bytes += bytes;
      // In the same task, and once for many events in it: the page may crash in the next.
      if (!isUnsaved) queueMicrotask(saveOpen);
      isUnsaved = true;
      if (open.events.length < maxBatchEvents && open.bytes < maxBatchBytes) return false;
      seal();
      return true;
    },
    seal,
    next(isFree) {
      for (const key of keys()) {
        const segment = isForMe(key) && isFree(key) ? read(key) : undefined;
        if (segment && segment.events.length > 0) return segment;
      }
      return undefined;
    },
    has: (key) => keys().includes(key),
    replace({ key, events: sent }, parts) {
      const [time = ""] = key.slice(prefix.length).split(":");
      for (const events of parts) if (events.length > 0) save(newKey(time), events);
      // A page that was taken for gone may have added to it meanwhile.
      if (linesOf(key).length <= sent.length) store.remove(key);
    },
    keys,
    count: () => keys().reduce((sum, key) => sum + linesOf(key).length, open?.events.length ?? 0),
  };
}
