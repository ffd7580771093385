/** The one port to the outside: time, chance, storage, network and the page's life. Types only. */

/** Takes back what the call that returned it has set up. */
export type Undo = () => void;

/** A key-value store that never throws. What a browser does not keep, it keeps in memory, for as long as the page lives. */
export interface Store {
  /** Returns `undefined` when the key is absent. */
  read(key: string): string | undefined;
  write(key: string, value: string): void;
  remove(key: string): void;
  keys(): readonly string[];
}

/** A store with a second home on disk, since browsers write `localStorage` to disk seconds late. */
export interface DurableStore extends Store {
  /** Resolves when what only the second home had is back. It may take long, or for ever. */
  readonly restored: Promise<void>;
}

/** What the address bar and the document say at this moment, as they say it. */
export interface PageFields {
  readonly page_url: string;
  readonly page_path: string;
  readonly page_title: string;
  readonly page_referrer: string;
}

export interface Request {
  readonly endpoint: string;
  readonly body: string;
  readonly timeoutMs: number;
  /** The page may be gone at any moment: the request has to outlive it, and no preflight can finish. */
  readonly leaving: boolean;
}

/** What became of a request. */
export type Outcome =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** The `Retry-After` header, where the endpoint lets pages read it. */
      readonly retryAfter: string | undefined;
      readonly body: string;
    }
  /** No answer that a page may read: the endpoint may have stored everything or nothing. */
  | { readonly kind: "unreachable" }
  /** The browser took a beacon. It never tells what became of it. */
  | { readonly kind: "handed_over" };

/** A turn in the page's life that matters to delivery. */
export type Moment =
  /** The page goes out of view, perhaps for ever. */
  | "leaving"
  /** The page is back in view, or the network is back: a good time to try. */
  | "returning";

export interface Platform {
  /** Milliseconds since the epoch, by the visitor's clock. It can jump. */
  now(): number;
  /** A number in [0, 1), for jitter. */
  random(): number;
  randomBytes(count: number): Uint8Array;
  /** A fresh nanoid of 21 characters. */
  newId(): string;
  /** Survives the browser's restart: `localStorage`. */
  readonly local: Store;
  /** `localStorage` and, a moment later, IndexedDB: what is in there survives the browser's sudden end. */
  openDurable(): DurableStore;
  /** Survives reloads of one tab: `sessionStorage`. */
  readonly session: Store;
  page(): PageFields;
  /** Never rejects. */
  send(request: Request): Promise<Outcome>;
  after(delayMs: number, run: () => void): Undo;
  /** Runs in one page of the origin at a time, where the browser has locks; not at all, while another page runs. */
  exclusive(name: string, run: () => Promise<void>): Promise<void>;
  /** Resolves when a prerendered page is shown to a visitor. `undefined` if it is one that is shown. */
  readonly activation: Promise<void> | undefined;
  onMoment(listener: (moment: Moment) => void): Undo;
  warn(message: string): void;
  log(message: string, detail: unknown): void;
}
