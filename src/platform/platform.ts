/** The one port to the outside: time, chance, storage, network and the page's life. Types only. */

/** Takes back what the call that returned it has set up. */
export type Undo = () => void;

/** A key-value store that never throws. What it can't do it says with its result. */
export interface Store {
  /** Returns `undefined` when the key is absent or the store can't be read. */
  read(key: string): string | undefined;
  /** Returns whether the value is now stored. */
  write(key: string, value: string): boolean;
  remove(key: string): void;
  keys(): readonly string[];
}

/** What the address bar and the document say at this moment. */
export interface PageFacts {
  readonly url: string;
  readonly path: string;
  readonly title: string;
  readonly referrer: string;
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
  /** Survives reloads of one tab: `sessionStorage`. */
  readonly session: Store;
  page(): PageFacts;
  /** Never rejects. */
  send(request: Request): Promise<Outcome>;
  after(delayMs: number, run: () => void): Undo;
  onMoment(listener: (moment: Moment) => void): Undo;
  warn(message: string): void;
  log(message: string, detail: unknown): void;
}
