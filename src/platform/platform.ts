/** The one port to the outside: time, chance, storage, network and the page's life. Types only. */

/** Takes back what the call that returned it has set up. */
export type Undo = () => void;

/** A key-value store that never throws. What a browser does not keep, it keeps in memory, for as long as the page lives. */
export interface Store {
  /** Returns `undefined` when the key is absent. */
  read(key: string): string | undefined;
  /** Keeps the value, wherever there is room. */
  write(key: string, value: string): void;
  /** Forgets the value, if there is one. */
  remove(key: string): void;
  /** All keys that begin so, in no order. */
  keys(prefix: string): readonly string[];
}

/** A store with a second home on disk, since browsers write `localStorage` to disk seconds late. */
export interface DurableStore extends Store {
  /** Resolves when what only the second home had is back. It may take long, or for ever. */
  readonly restored: Promise<void>;
}

/** What the address bar and the document say at this moment, as they say it. */
export interface PageFields {
  /** `location.href` */
  readonly page_url: string;
  /** `location.pathname` */
  readonly page_path: string;
  /** `document.title` */
  readonly page_title: string;
  /** `document.referrer` */
  readonly page_referrer: string;
  /** `navigator.globalPrivacyControl`, where a site asks for consent and records it. */
  readonly global_privacy_control?: true;
}

/** One `POST`. */
export interface Request {
  /** Where to. */
  readonly endpoint: string;
  /** JSON text. */
  readonly body: string;
  /** When to give up, the reading of the answer included. */
  readonly requestTimeoutMs: number;
  /** A long body may travel as gzip, while the page stays. */
  readonly compress: boolean;
  /** Whether cookies go along. */
  readonly credentials: "omit" | "include";
  /** The page may be gone at any moment: the request has to outlive it, and no preflight can finish. */
  readonly keepalive: boolean;
}

/** What became of a request. */
export interface Outcome {
  /**
   * HTTP status. 0 = nobody told: there was no answer that a page may read, or the browser took a beacon. The endpoint
   * may have stored everything or nothing.
   */
  readonly status: number;
  /** The `Retry-After` header, where the endpoint lets pages read it. */
  readonly retryAfter?: string | null | undefined;
  /** The whole answer as text. */
  readonly body?: string;
}

/** Everything that a tracker asks of the world. A test hands over its own. */
export interface Platform {
  /** Trackers that are open in this page, by their names. */
  readonly trackers: Map<string, unknown>;
  /** Milliseconds since the epoch, by the visitor's clock. It can jump. */
  now(): number;
  /** Milliseconds since some moment, by a clock that never jumps. It may stand still while the computer sleeps. */
  elapsed(): number;
  /** A number in [0, 1), for jitter. */
  random(): number;
  /** A fresh nanoid of 21 characters, which nobody can foresee. */
  newId(): string;
  /** Survives the browser's restart: `localStorage`. */
  readonly local: Store;
  /** `localStorage` and, a moment later, IndexedDB: what is in there survives the browser's sudden end. */
  openDurable(): DurableStore;
  /** Survives reloads of one tab: `sessionStorage`. */
  readonly session: Store;
  /** Where the visitor is at this moment. */
  page(): PageFields;
  /** Never rejects. */
  send(request: Request): Promise<Outcome>;
  /** Runs once, later. */
  after(delayMs: number, run: () => void): Undo;
  /** Runs in one page of the origin at a time, where the browser has locks; not at all, while another page runs. */
  exclusive(name: string, run: () => Promise<unknown>): Promise<unknown>;
  /** Runs at once, or when a prerendered page is shown to a visitor. */
  whenShown(run: () => void): void;
  /**
   * Tells of each turn in the page's life that matters to delivery: it goes out of view, perhaps for ever; or it is
   * back, or the network is, which is a good time to try.
   */
  onMoment(listener: (isLeaving: boolean) => void): Undo;
}
