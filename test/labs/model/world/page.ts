/** One page load: the real tracker on a simulated platform. */
import { createTracker, type Tracker } from "../../../../src/index.ts";
import { createIndexedDbCopy } from "../../../../src/platform/indexeddb-copy.ts";
import type { LifecycleEvent, Outcome, OutgoingRequest, Platform, Undo } from "../../../../src/platform/platform.ts";
import { createStore } from "../../../../src/platform/storage.ts";
import { createFakeIndexedDb } from "./fake-indexed-db.ts";
import type { Disk } from "./disk.ts";
import { createPageLifecycle, type PageLifecycle } from "./page-lifecycle.ts";
import type { Caller } from "./network.ts";
import type { PageGlobalsSwitch, StorageChange } from "./page-globals.ts";
import type { Writer } from "./durability.ts";
import type { Timeline } from "./timeline.ts";
import { createWebStorage } from "./web-storage.ts";

/** What a page shares with the others. */
export interface SharedWorld {
  readonly timeline: Timeline;
  readonly pageGlobals: PageGlobalsSwitch;
  readonly local: Disk;
  readonly database: Disk;
  readonly generation: () => number;
  readonly isFull: () => boolean;
  readonly clockMs: () => number;
  readonly jitter: () => number;
  readonly newId: (page: number) => string;
  readonly send: (page: Caller, request: OutgoingRequest) => Promise<Outcome>;
  readonly onDrop: (page: Page, reason: string) => void;
  /** A page restored what only IndexedDB had. */
  readonly onRestored: () => void;
  readonly onEnd: (page: Page) => void;
  /** A page removed a key of `localStorage`. */
  readonly onRemoved: (page: Page, key: string) => void;
}

export interface PageOptions {
  readonly number: number;
  readonly session: Disk;
  /** How long its IndexedDB takes to open. */
  readonly openMs: number;
  readonly hasBeaconOnly: boolean;
}

export interface Page extends Caller {
  readonly lifecycle: PageLifecycle;
  readonly session: Disk;
  readonly tracker: () => Tracker<Record<string, object>>;
  /** Calls of `track()`. */
  tracked: number;
  /** Runs a task of the page, with the page's own globals. */
  run(task: () => void): void;
  emit(event: LifecycleEvent): void;
  /** Another page has changed `localStorage`. */
  onStorage(change: StorageChange): void;
  flush(): void;
  /** When it last had a reason not to wait for the backoff: it began, was shown, online again, or `flush()` was called. */
  earlyTryMs: number;
  /** When its last request was answered. */
  answeredMs: number;
  freeze(): void;
  thaw(): void;
  /** Since when it is frozen, and writes nothing. `Infinity` = it is not. */
  frozenMs: number;
  /** Since when it writes to IndexedDB. `undefined` = it does not. */
  copyingSinceMs: number | undefined;
  endedMs: number;
  /** The storage was full or was cleared: only memory may hold some events. */
  isFragile: boolean;
}

export const ENDPOINT = "https://ingest.example/clickstream";

export function openPage(options: PageOptions, world: SharedWorld): Page {
  const { number, session, openMs, hasBeaconOnly } = options;
  const { timeline, pageGlobals } = world;
  const listeners = new Set<(event: LifecycleEvent) => void>();
  const lifecycle = createPageLifecycle(
    () => world.onEnd(page),
    (task) => timeline.after(0, task),
  );

  const storageListeners = new Set<(change: StorageChange) => void>();
  const addEventListener = (type: string, listener: (change: StorageChange) => void): void => {
    if (type === "storage") storageListeners.add(listener);
  };

  const run = (task: () => void): void =>
    lifecycle.run(() => {
      pageGlobals.switchTo({ after, indexedDB, addEventListener });
      task();
    });
  const after = (delayMs: number, task: () => void): Undo => timeline.after(delayMs, () => run(task));
  const onRead = (): void => {
    page.copyingSinceMs = timeline.nowMs();
    world.onRestored();
  };
  const indexedDB = createFakeIndexedDb({ ...world, disk: world.database, lifecycle, after, openMs, onRead });

  const onRefused = (): void => void (page.isFragile = true);
  const onRemoved = (key: string): void => world.onRemoved(page, key);
  const local = createStore(() =>
    createWebStorage({ disk: world.local, lifecycle, isFull: world.isFull, onRefused, onRemoved }),
  );
  const isNeverFull = { isFull: () => false, onRefused, onRemoved: () => undefined };
  const sessionStorage = createWebStorage({ disk: session, lifecycle, ...isNeverFull });

  let tracker: Tracker<Record<string, object>> | undefined;
  let hasTried = false;
  const page: Page = {
    number,
    lifecycle: { ...lifecycle, run },
    session,
    hasBeaconOnly,
    tracker: () => tracker ?? fail(),
    tracked: 0,
    run,
    emit: (event) =>
      run(() => {
        if (event !== "hidden") page.earlyTryMs = timeline.nowMs();
        listeners.forEach((listener) => listener(event));
      }),
    onStorage: (change) => run(() => storageListeners.forEach((listener) => listener(change))),
    flush: () =>
      run(() => {
        page.earlyTryMs = timeline.nowMs();
        void page.tracker().flush();
      }),
    freeze() {
      if (lifecycle.hasEnded() || lifecycle.isFrozen()) return;
      lifecycle.freeze();
      page.frozenMs = timeline.nowMs();
    },
    thaw() {
      if (!lifecycle.isFrozen()) return;
      lifecycle.thaw();
      page.frozenMs = Infinity;
      if (page.copyingSinceMs !== undefined) page.copyingSinceMs = timeline.nowMs();
    },
    frozenMs: Infinity,
    earlyTryMs: -1,
    answeredMs: -1,
    copyingSinceMs: undefined,
    endedMs: Infinity,
    isFragile: false,
  };

  const platform: Platform = {
    trackers: new Map(),
    now: world.clockMs,
    elapsed: () => timeline.nowMs(),
    random: world.jitter,
    newId: () => world.newId(number),
    local,
    openDurable: () => createIndexedDbCopy(local),
    session: createStore(() => sessionStorage),
    page: () => ({
      page_url: "https://shop.example/products/42",
      page_path: "/products/42",
      page_title: "Teapot",
      page_referrer: "",
    }),
    send(request) {
      // What is sent while leaving is not its own try.
      if (!hasTried && !request.keepalive) page.earlyTryMs = timeline.nowMs();
      hasTried ||= !request.keepalive;
      return world.send(page, request);
    },
    after,
    whenShown: (task) => task(),
    onLifecycleEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  run(() => {
    tracker = createTracker<Record<string, object>>(
      { endpoint: ENDPOINT, onDrop: ({ reason }) => world.onDrop(page, reason) },
      platform,
    );
  });
  return page;
}

function fail(): never {
  throw new Error("The page was over before it had a tracker.");
}

/** What is known of the page as one that writes. */
export function writerOf({ copyingSinceMs, endedMs, frozenMs }: Page): Writer {
  return { copyingSinceMs, stoppedMs: Math.min(endedMs, frozenMs) };
}
