/** One page load: the real tracker on a simulated platform. */
import { createTracker, type Tracker } from "../../../../src/index.ts";
import { createIndexedDbCopy } from "../../../../src/platform/indexeddb-copy.ts";
import type { LifecycleEvent, Outcome, OutgoingRequest, Platform, Undo } from "../../../../src/platform/platform.ts";
import { createStore } from "../../../../src/platform/storage.ts";
import { createDatabase } from "./database.ts";
import type { Disk } from "./disk.ts";
import { createLife, type Life } from "./life.ts";
import type { Caller } from "./network.ts";
import type { Lending } from "./page-globals.ts";
import type { Writer } from "./safety.ts";
import type { Timeline } from "./timeline.ts";
import { createWebStorage } from "./web-storage.ts";

/** What a page shares with the others. */
export interface Surroundings {
  readonly timeline: Timeline;
  readonly lending: Lending;
  readonly local: Disk;
  readonly database: Disk;
  readonly generation: () => number;
  readonly isFull: () => boolean;
  readonly clockMs: () => number;
  readonly jitter: () => number;
  readonly newId: (page: number) => string;
  readonly send: (page: Caller, request: OutgoingRequest) => Promise<Outcome>;
  readonly withLock: (page: Page, name: string, run: () => Promise<unknown>) => Promise<void>;
  readonly onDrop: (page: Page, reason: string) => void;
  /** A page took back what its second home had. */
  readonly onRestored: () => void;
  readonly onEnd: (page: Page) => void;
}

export interface PageOptions {
  readonly number: number;
  readonly session: Disk;
  /** How long its IndexedDB takes to open. */
  readonly openMs: number;
  readonly hasBeaconOnly: boolean;
}

export interface Page extends Caller {
  readonly life: Life;
  readonly session: Disk;
  readonly tracker: () => Tracker<Record<string, object>>;
  /** Calls of `track()`. */
  tracked: number;
  /** Runs a task of the page, with the page's own globals. */
  run(task: () => void): void;
  emit(event: LifecycleEvent): void;
  flush(): void;
  /** When a try was last worth it: the page's first, the visitor or the network came back, `flush()` was called. */
  hurriedMs: number;
  /** When it last heard what became of a request. */
  heardMs: number;
  freeze(): void;
  thaw(): void;
  /** Since when it is frozen, and mirrors nothing. `Infinity` = it is not. */
  frozenMs: number;
  /** When the second home took what waited for it. `undefined` = it does not take anything. */
  mirroredFromMs: number | undefined;
  endedMs: number;
  /** A write found no room, or what was written was cleared away: memory alone may hold some events. */
  isFragile: boolean;
}

export const ENDPOINT = "https://ingest.example/clickstream";

export function openPage(options: PageOptions, world: Surroundings): Page {
  const { number, session, openMs, hasBeaconOnly } = options;
  const { timeline, lending } = world;
  const listeners = new Set<(event: LifecycleEvent) => void>();
  const life = createLife(
    () => world.onEnd(page),
    (task) => timeline.after(0, task),
  );

  const run = (task: () => void): void =>
    life.run(() => {
      lending.lendTo({ after, indexedDB });
      task();
    });
  const after = (delayMs: number, task: () => void): Undo => timeline.after(delayMs, () => run(task));
  const onRead = (): void => {
    page.mirroredFromMs = timeline.nowMs();
    world.onRestored();
  };
  const indexedDB = createDatabase({ ...world, disk: world.database, life, after, openMs, onRead });

  const onRefused = (): void => void (page.isFragile = true);
  const local = createStore(() => createWebStorage({ disk: world.local, life, isFull: world.isFull, onRefused }));
  const sessionStorage = createWebStorage({ disk: session, life, isFull: () => false, onRefused });

  let tracker: Tracker<Record<string, object>> | undefined;
  let hasTried = false;
  const page: Page = {
    number,
    life: { ...life, run },
    session,
    hasBeaconOnly,
    tracker: () => tracker ?? fail(),
    tracked: 0,
    run,
    emit: (event) =>
      run(() => {
        if (event !== "hidden") page.hurriedMs = timeline.nowMs();
        listeners.forEach((listener) => listener(event));
      }),
    flush: () =>
      run(() => {
        page.hurriedMs = timeline.nowMs();
        void page.tracker().flush();
      }),
    freeze() {
      if (life.isOver() || life.isFrozen()) return;
      life.freeze();
      page.frozenMs = timeline.nowMs();
    },
    thaw() {
      if (!life.isFrozen()) return;
      life.thaw();
      page.frozenMs = Infinity;
      if (page.mirroredFromMs !== undefined) page.mirroredFromMs = timeline.nowMs();
    },
    frozenMs: Infinity,
    hurriedMs: -1,
    heardMs: -1,
    mirroredFromMs: undefined,
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
      if (!hasTried && !request.keepalive) page.hurriedMs = timeline.nowMs();
      hasTried ||= !request.keepalive;
      return world.send(page, request);
    },
    after,
    withLock: (name, task) => world.withLock(page, name, task),
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
export function writerOf({ mirroredFromMs, endedMs, frozenMs }: Page): Writer {
  return { mirroredFromMs, stoppedMs: Math.min(endedMs, frozenMs) };
}
