/** Scripts that make a page hostile, as other people's scripts do. Each runs in a page of its own, before the SDK. */
import type { Tracker } from "../../../../src/index.ts";
import type { TrackerOptions } from "../../../../src/options.ts";
import type { Behaviour } from "../behaviour.ts";
import type { Plan } from "../plan.ts";
import type { Expected } from "../scenario.ts";
import type { Native, Torture } from "./torture-window.ts";

export interface HostileScript {
  /** Begins with H. */
  readonly id: string;
  readonly title: string;
  /** Runs before the SDK is loaded. */
  readonly before?: (native: Native, plan: Plan) => void | Promise<void>;
  /** Runs when the tracker is there. */
  readonly after?: (page: Torture & { readonly tracker: Tracker }) => void;
  readonly options?: (tracker: () => Tracker) => TrackerOptions;
  /** What the server does meanwhile. @default it answers 503 */
  readonly outage?: Behaviour;
  /** The visitor leaves while the server can't be reached. */
  readonly isClosedOffline?: boolean;
  readonly expected?: Expected;
}

/** Within the outage. */
const DURING_OUTAGE_MS = 700;

const refuse = (): never => {
  throw new TypeError("this page has no such thing");
};

/** Puts a value in the place of a built-in, as an assignment or a polyfill does. */
function replace(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { configurable: true, writable: true, value });
}

/** Wraps `fetch` of the page, for all that is sent to the endpoint. */
function wrapFetch(
  { fetch }: Native,
  { endpoint }: Plan,
  wrap: (send: typeof fetch, init: RequestInit) => Promise<Response>,
): void {
  replace(window, "fetch", (input: string, init: RequestInit) => {
    const send: typeof fetch = (_input, changed) => fetch(input, changed);
    return input === endpoint ? wrap(send, init) : fetch(input, init);
  });
}

const readsAnswers: HostileScript["before"] = (native, plan) =>
  wrapFetch(native, plan, async (send, init) => {
    const response = await send("", init);
    await response.text();
    return response;
  });

const dropsSignals: HostileScript["before"] = (native, plan) =>
  wrapFetch(native, plan, (send, init) => send("", { ...init, signal: null }));

const sendsTwice: HostileScript["before"] = (native, plan) =>
  wrapFetch(native, plan, (send, init) => {
    void send("", init).catch(() => undefined);
    return send("", init);
  });

/** Its keys are no properties, and nobody can list them. */
function useStorageOverMap(): void {
  const kept = new Map<string, string>();
  replace(window, "localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
}

function prefixKeys(): void {
  const { getItem, setItem, removeItem } = Storage.prototype;
  replace(Storage.prototype, "getItem", function (this: Storage, key: string) {
    return getItem.call(this, `app:${key}`);
  });
  replace(Storage.prototype, "setItem", function (this: Storage, key: string, value: string) {
    setItem.call(this, `app:${key}`, value);
  });
  replace(Storage.prototype, "removeItem", function (this: Storage, key: string) {
    removeItem.call(this, `app:${key}`);
  });
}

function refuseLongValues(): void {
  const { setItem } = Storage.prototype;
  replace(Storage.prototype, "setItem", function (this: Storage, key: string, value: string) {
    if (value.length > 200) throw new DOMException("full", "QuotaExceededError");
    setItem.call(this, key, value);
  });
}

function answerWithPromises(): void {
  const { getItem } = Storage.prototype;
  replace(Storage.prototype, "getItem", function (this: Storage, key: string) {
    return Promise.resolve(getItem.call(this, key));
  });
}

/** Removes an event of ours each time, and leaves all else. */
function loseSingleKeys({ setInterval }: Native): void {
  const { removeItem } = Storage.prototype;
  setInterval(() => {
    const key = Object.keys(localStorage).find((each) => each.includes(":queue:"));
    if (key !== undefined) removeItem.call(localStorage, key);
  }, 60);
}

/** What Prototype.js 1.6 does to the built-ins: https://prototypejs.org */
function loadPrototypeJs(): void {
  Object.keys = (object: object) => {
    const keys: string[] = [];
    for (const key in object) keys.push(key);
    return keys;
  };
  Object.values = (object: object) => Object.keys(object).map((key) => (object as Record<string, unknown>)[key]);
  Array.from = ((iterable: ArrayLike<unknown> | undefined) => {
    const results: unknown[] = new Array(iterable?.length ?? 0);
    for (let index = 0; index < results.length; index++) results[index] = iterable?.[index];
    return results;
  }) as typeof Array.from;
  const quote = function (this: unknown): string {
    return `"${String(this)}"`;
  };
  for (const prototype of [Array.prototype, String.prototype, Number.prototype, Date.prototype] as object[]) {
    Object.assign(prototype, { toJSON: quote });
  }
  // They can be listed, as all that is assigned.
  Object.assign(Array.prototype, { each: refuse, inject: refuse, toArray: refuse, compact: refuse, size: 7 });
  Object.assign(String.prototype, { gsub: refuse, strip: refuse, isJSON: refuse });
}

/** What MooTools 1.3 does to the built-ins: https://mootools.net */
function loadMooTools(): void {
  Array.from = ((item: unknown) => (item == null ? [] : [item])) as typeof Array.from;
  Object.assign(Array.prototype, { clean: refuse, append: refuse, getLast: refuse });
  Object.assign(Function.prototype, { extend: refuse, implement: refuse, overloadSetter: refuse });
  Object.assign(String.prototype, { contains: refuse, toInt: refuse });
}

function freezePrototypes(): void {
  for (const { prototype } of [Object, Array, Function, String, Map, Set, Promise, Date]) Object.freeze(prototype);
}

function clobberDocument(): void {
  const names = ["title", "hidden", "referrer", "visibilityState", "prerendering", "cookie", "currentScript"];
  document.documentElement.append(
    ...names.map((name) => Object.assign(document.createElement("form"), { name })),
    Object.assign(document.createElement("form"), { id: "localStorage" }),
  );
}

async function registerOfflinePage(): Promise<void> {
  const { serviceWorker } = navigator;
  await serviceWorker.register("/service-worker.js");
  if (serviceWorker.controller) return;
  await new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
}

/** Another tab of the site. Its storage is that of this page. */
function clearFromAnotherTab({ native }: Pick<Torture, "native">): void {
  const other = document.createElement("iframe");
  other.src = "/left";
  document.documentElement.append(other);
  native.setTimeout(() => other.contentWindow?.localStorage.clear(), DURING_OUTAGE_MS);
}

function openDocumentAgain({ native, reportExceptions }: Torture): void {
  native.setTimeout(() => {
    document.open();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- advertisements still do it
    document.write("<!doctype html><title>Another</title><p>Another");
    document.close();
    reportExceptions();
  }, DURING_OUTAGE_MS);
}

function setClockBack({ setTimeout }: Native): void {
  const { now } = Date;
  setTimeout(() => (Date.now = () => now() - 50 * 60_000), DURING_OUTAGE_MS);
}

const HANG: Behaviour = { kind: "hang" };
const RESET: Behaviour = { kind: "reset" };

export const HOSTILE_SCRIPTS: readonly HostileScript[] = [
  { id: "H1", title: "a fetch wrapper reads the answer first", before: readsAnswers },
  { id: "H2", title: "a fetch wrapper drops the signal, and the server hangs", before: dropsSignals, outage: HANG },
  { id: "H3", title: "a fetch wrapper sends each request twice", before: sendsTwice },
  {
    id: "H4",
    title: "no AbortSignal.timeout and any, and the server hangs",
    before() {
      for (const name of ["timeout", "any"]) replace(AbortSignal, name, undefined);
    },
    outage: HANG,
  },
  {
    id: "H5",
    title: "an AbortController whose signals are none of the browser's",
    before: () =>
      replace(window, "AbortController", function (this: Record<string, unknown>) {
        this.signal = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined };
        this.abort = () => undefined;
      }),
  },
  {
    id: "H6",
    title: "locks that are never given",
    before: () => replace(navigator, "locks", { request: () => new Promise(() => undefined) }),
  },
  {
    id: "H7",
    title: "setItem does nothing",
    before: () => replace(Storage.prototype, "setItem", () => undefined),
  },
  { id: "H8", title: "a storage that can't be listed", before: useStorageOverMap },
  { id: "H9", title: "a storage that prefixes keys", before: prefixKeys },
  {
    id: "H10",
    title: "a storage that is emptied all the time",
    before: ({ setInterval }) => void setInterval(() => localStorage.clear(), 300),
  },
  { id: "H11", title: "a storage that loses single keys", before: loseSingleKeys },
  { id: "H12", title: "a storage without room for long values", before: refuseLongValues },
  { id: "H13", title: "a storage that answers with promises", before: answerWithPromises },
  { id: "H14", title: "another tab clears the storage", after: clearFromAnotherTab },
  { id: "H15", title: "Prototype.js 1.6", before: loadPrototypeJs },
  { id: "H16", title: "MooTools 1.3", before: loadMooTools },
  {
    id: "H17",
    title: "toJSON on Object.prototype",
    before: () => void Object.assign(Object.prototype, { toJSON: () => "none" }),
  },
  {
    id: "H18",
    title: "enumerable values on Object.prototype",
    before: () => void Object.assign(Object.prototype, { each: refuse, id: 7, host: "h" }),
  },
  { id: "H19", title: "frozen prototypes", before: freezePrototypes },
  {
    id: "H20",
    title: "Date.now with fractions",
    before() {
      const { now } = Date;
      Date.now = () => now() + 0.123;
    },
  },
  {
    id: "H21",
    title: "Date.now as text",
    before() {
      const { now } = Date;
      replace(Date, "now", () => String(now()));
    },
  },
  { id: "H22", title: "the clock is set back by 50 minutes during a backoff", before: setClockBack },
  {
    id: "H23",
    title: "JSON is replaced when the tracker is there",
    after: () => replace(window, "JSON", { encode: refuse, decode: refuse }),
  },
  {
    id: "H24",
    title: "JSON was replaced before: there is no tracker",
    before: () => replace(window, "JSON", { encode: refuse, decode: refuse }),
    expected: { lost: 40 },
  },
  {
    id: "H25",
    title: "crypto without random numbers",
    before: () => replace(window, "crypto", { getRandomValues: refuse }),
  },
  {
    id: "H26",
    title: "setTimeout throws",
    before(_native, { count }) {
      // Without timers, the waiting events are sent as the page goes, and acknowledged on the next one.
      if (count > 0) replace(window, "setTimeout", refuse);
    },
    expected: { isDeliveredAtOnce: false },
  },
  {
    id: "H27",
    title: "requestIdleCallback throws",
    before: () => replace(window, "requestIdleCallback", refuse),
  },
  {
    id: "H28",
    title: "requestIdleCallback never calls",
    before: () => replace(window, "requestIdleCallback", () => 0),
  },
  { id: "H29", title: "no queueMicrotask", before: () => replace(window, "queueMicrotask", undefined) },
  {
    id: "H30",
    title: "onDrop that tracks",
    options: (tracker) => ({ onDrop: () => (tracker() as Tracker<Record<string, object>>).track("event_dropped") }),
    after({ plan, tracker }) {
      for (let bad = 0; bad < 5 && plan.count > 0; bad++)
        (tracker as Tracker<Record<string, object>>).track("Bad Name");
    },
    expected: { dropped: 5 },
  },
  { id: "H31", title: "document.open() by a script", after: openDocumentAgain },
  { id: "H32", title: "forms named as properties of the document", before: clobberDocument },
  {
    id: "H33",
    title: "no TextEncoder",
    before() {
      for (const name of ["TextEncoder", "TextDecoder"]) replace(window, name, undefined);
    },
  },
  { id: "H34", title: "no IndexedDB", before: () => replace(window, "indexedDB", undefined) },
  {
    id: "H35",
    title: "an IndexedDB that never opens",
    before: () => replace(IDBFactory.prototype, "open", () => ({})),
  },
  {
    id: "H36",
    title: "the database is deleted all the time",
    before: ({ setInterval }) => void setInterval(() => void indexedDB.deleteDatabase("clickstream"), 200),
  },
  {
    id: "H37",
    title: "a CompressionStream that never ends",
    before: () =>
      replace(window, "CompressionStream", function (this: Record<string, unknown>) {
        this.readable = new ReadableStream();
        this.writable = new WritableStream();
      }),
  },
  {
    id: "H38",
    title: "performance.now throws",
    before: () => replace(Performance.prototype, "now", refuse),
  },
  {
    id: "H39",
    title: "Request and Response of a polyfill",
    before() {
      for (const name of ["Request", "Response"]) replace(window, name, function Polyfill() {});
    },
  },
  { id: "H40", title: "a service worker answers with its offline page", before: registerOfflinePage, outage: RESET },
  { id: "H41", title: "Math.random throws", before: () => replace(Math, "random", refuse) },
  { id: "H42", title: "no AbortController", before: () => replace(window, "AbortController", undefined) },
  {
    id: "H43",
    title: "nothing is kept, and the page is closed offline",
    before() {
      replace(Storage.prototype, "setItem", () => undefined);
      replace(window, "indexedDB", undefined);
    },
    isClosedOffline: true,
    expected: { lost: 40, isDeliveredAtOnce: false },
  },
];
