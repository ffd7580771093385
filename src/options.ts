/** What a tracker can be told, and what it does when it is told nothing. */
import type { Drop } from "./delivery/delivery.ts";
import type { Platform } from "./platform/platform.ts";
import { URL_PARAMETERS } from "./redact-url.ts";

/** What stands between a tracker and the browser until the visitor has decided: see `createConsent()`. */
export interface ConsentGuard {
  /** What holds at this moment. */
  state(): ConsentState;
  /**
   * Returns a tracker that is `silent`, or one of `create`, as the visitor decides.
   *
   * @internal
   */
  guard<T extends Guarded>(create: (platform: Platform) => T, platform: Platform, silent: T): T;
}

/** What the visitor has said. `pending`: nothing yet. */
export type ConsentState = "pending" | "granted" | "denied";

/**
 * What consent needs of a tracker.
 *
 * @internal
 */
export interface Guarded {
  /** Sends what was held. */
  flush(): Promise<void>;
  /** Ends it. */
  close(): void;
}

/** Options of `createTracker()`. All are optional. */
export interface TrackerOptions {
  /**
   * Where events go: the URL of `POST /clickstream`. Without it nothing is tracked; the development build shows
   * events on the console, as with `debug`, and neither keeps nor sends them.
   *
   * @example "https://<api-id>.execute-api.ap-southeast-1.amazonaws.com/clickstream"
   */
  readonly endpoint?: string;
  /**
   * Tells trackers of one page apart: each name has its own ids and its own queue.
   *
   * @default "default"
   */
  readonly name?: string;
  /**
   * The most events in one request.
   *
   * @default 25
   */
  readonly maxBatchEvents?: number;
  /**
   * The most bytes of events in one request, in UTF-8.
   *
   * @default 16384
   */
  readonly maxBatchBytes?: number;
  /**
   * How long the first event of a batch waits for company, in milliseconds.
   *
   * @default 1000
   */
  readonly flushIntervalMs?: number;
  /**
   * When a request without an answer is given up and tried again, in milliseconds.
   *
   * @default 10000
   */
  readonly requestTimeoutMs?: number;
  /**
   * Whether bodies of 2 KiB and more travel as gzip. A server that can't read it once gets plain JSON from then on.
   *
   * @default true
   */
  readonly compress?: boolean;
  /**
   * Whether requests carry cookies: `include` where the ingest is of the same site and sets its own id cookie. Its CORS
   * then has to allow credentials.
   *
   * @default "omit"
   */
  readonly credentials?: "omit" | "include";
  /**
   * The pause after which a visitor's next event starts a new session, in milliseconds.
   *
   * @default 1800000
   */
  readonly sessionTimeoutMs?: number;
  /**
   * Whether all tabs of the browser have one session. Without it, each tab has its own.
   *
   * @default false
   */
  readonly sharedSession?: boolean;
  /**
   * Names of query parameters whose values are stored; `utm_*` stands for all of that kind. The values of all others
   * are redacted, and so is what looks like a mail address, a token or a card number in whatever is stored of a URL.
   *
   * @default ["utm_*", "gclid", "q", "query", "page", "sort", "category"]
   */
  readonly urlParameters?: readonly string[];
  /** What `createConsent()` of `clickstream-js/consent` returns. Without it, everything is kept and sent. */
  readonly consent?: ConsentGuard;
  /**
   * Shows each event on the console, and says once what to mend in it. The production build has no such thing.
   *
   * @default false
   */
  readonly debug?: boolean;
  /** Is told of each event that will never be stored. What it throws is ignored. */
  readonly onDrop?: (drop: Drop) => void;
}

export interface Settings extends Required<Omit<TrackerOptions, "consent" | "debug">> {
  readonly consent: Pick<ConsentGuard, "guard">;
}

/** Returns the options with the defaults filled in. An option that is `undefined` counts as absent. */
export function resolveOptions(options: TrackerOptions): Settings {
  const settings: Record<string, unknown> = {
    endpoint: "",
    name: "default",
    maxBatchEvents: 25,
    maxBatchBytes: 16_384,
    flushIntervalMs: 1_000,
    requestTimeoutMs: 10_000,
    compress: true,
    credentials: "omit",
    sessionTimeoutMs: 1_800_000,
    sharedSession: false,
    urlParameters: URL_PARAMETERS,
    consent: { guard: (create, platform) => create(platform) },
    onDrop: () => undefined,
  } satisfies Settings;
  for (const name in options) settings[name] = options[name as keyof TrackerOptions] ?? settings[name];
  return settings as Record<keyof Settings, never>;
}
