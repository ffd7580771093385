/** The one port to the outside: time, randomness, storage, network and the page's lifecycle. Types only. */

/** Takes back what the call that returned it has set up. */
export type Undo = () => void;

/** A key-value store that never throws. What the browser does not keep stays in memory while the page lives. */
export interface Store {
  /** Returns `undefined` when the key is absent. */
  read(key: string): string | undefined;
  write(key: string, value: string): void;
  remove(key: string): void;
  /** Returns all keys that begin with `prefix`, in no order. */
  keys(prefix: string): readonly string[];
}

/** A store with a copy in IndexedDB, since browsers write `localStorage` to disk seconds late. */
export interface DurableStore extends Store {
  /** Resolves when what only the copy had is back. It may take long, or never happen. */
  readonly restored: Promise<void>;
  /** Removes what this page has written. Neither a timer nor a database that opens later brings it back. */
  destroy(): void;
}

/** Where the visitor is. */
export interface PageFields {
  /** `location.href` */
  readonly page_url: string;
  /** `location.pathname` */
  readonly page_path: string;
  /** `document.title`. Absent while it may be the title of the page before. */
  readonly page_title?: string | undefined;
  /** `document.referrer` */
  readonly page_referrer: string;
}

/** What the address bar, the document and the browser say at this moment. */
export interface SeenPage extends PageFields {
  /** `navigator.globalPrivacyControl`, where a site asks for consent and records it. */
  readonly global_privacy_control?: true;
}

/** How requests are sent. */
export interface RequestSettings {
  /** The URL of `POST /clickstream`. */
  readonly endpoint: string;
  /** A request without a complete answer is given up after this time. */
  readonly requestTimeoutMs: number;
  /** Whether a long body may be sent as gzip, while the page stays. */
  readonly compress: boolean;
  readonly credentials: "omit" | "include";
}

/** One `POST`. */
export interface OutgoingRequest extends RequestSettings {
  /** JSON text. */
  readonly body: string;
  /** The page may be gone at any moment, so the request has to outlive it. No preflight can finish then. */
  readonly keepalive: boolean;
  /** Besides the content type. Not with `keepalive`: they need a preflight. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Is asked when all is ready, which may take a moment: whether the request may still be sent. */
  readonly mayStart?: () => boolean;
}

/** What became of a request. */
export interface Outcome {
  /**
   * The HTTP status. 0 = there was no answer that a page may read, or the browser took a beacon: the endpoint may have
   * stored everything or nothing.
   */
  readonly status: number;
  /** The `Retry-After` header in seconds, where the endpoint lets pages read it. */
  readonly retryAfter?: string | null | undefined;
  /** The answer comes from another address, which may have received a `GET` without a body. */
  readonly isRedirected?: boolean;
  /** The whole answer as text. */
  readonly body?: string;
}

/** A change in the page's life. `hidden`: the page may be gone soon. `visible` and `online`: a good time to send. */
export type LifecycleEvent = "hidden" | "visible" | "online";

/** Everything that a tracker asks of the browser. A test has one of its own. */
export interface Platform {
  /** Trackers that are open in this page, by their names. */
  readonly trackers: Map<string, unknown>;
  /** Milliseconds since the epoch, by the visitor's clock. It can jump. */
  now(): number;
  /** Milliseconds by a clock that never jumps. It may stand still while the computer sleeps. */
  elapsed(): number;
  /** Returns a number in [0, 1), for jitter. */
  random(): number;
  /** Returns a new nanoid of 21 characters, which nobody can foresee. */
  newId(): string;
  /** Survives the browser's restart: `localStorage`. */
  readonly local: Store;
  /** `localStorage` and, a moment later, IndexedDB: that copy survives a crash of the browser. */
  openDurable(): DurableStore;
  /** Survives reloads of one tab: `sessionStorage`. */
  readonly session: Store;
  /** Returns where the visitor is at this moment. */
  page(): SeenPage;
  /** Never rejects, and takes little more than `requestTimeoutMs`. */
  send(request: OutgoingRequest): Promise<Outcome>;
  /**
   * Hands the browser a request that it sends when the page is gone, even after a crash. It takes the place of the one
   * before. `undefined` takes that back. Absent where the browser has no `fetchLater()`.
   */
  readonly sendLater?: ((request: OutgoingRequest | undefined) => void) | undefined;
  /** Runs once, later. */
  after(delayMs: number, run: () => void): Undo;
  /** Runs at once, or when a prerendered page is shown to a visitor. */
  whenShown(run: () => void): void;
  onLifecycleEvent(listener: (event: LifecycleEvent) => void): Undo;
}

/** How requests go out. */
export type Send = Platform["send"];
