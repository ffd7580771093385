/** The options of a tracker, and their defaults. */
import type { ConsentState } from "./decision.ts";
import type { Drop } from "./delivery/delivery.ts";
import { URL_PARAMETERS } from "./event/redact-url.ts";
import type { GatedTracker, GateParts } from "./gate-parts.ts";
import type { Platform, Store } from "./platform/platform.ts";
import type { Plugin } from "./plugin.ts";

/** One decision for all trackers of a site, in all tabs. `createConsent()` of `clickstream-js/consent` makes it. */
export interface Consent {
  /** Returns the decision at this moment. */
  state(): ConsentState;
  /**
   * Sets what the visitor decided. Anything else is ignored.
   *
   * - `granted` keeps and sends the events that were held.
   * - `denied` destroys them, and everything that was ever kept.
   * - `pending` holds events again.
   */
  set(state: ConsentState): void;
  /**
   * Returns a tracker that passes each call on: to `silent` after a refusal, otherwise to a tracker of `create`.
   *
   * @internal
   */
  gateTracker<T extends GatedTracker>(parts: GateParts<T>): T;
}

/** Where the visitor's ids and decision are kept for several hosts. `clickstream-js/subdomains` makes it. */
export interface VisitorStore {
  /**
   * What is kept for all of them.
   *
   * @internal
   */
  readonly cookies: Store;
  /**
   * Returns the platform with the ids in `cookies`, too.
   *
   * @internal
   */
  place(platform: Platform): Platform;
}

/** Options of `createTracker()`. All are optional. */
export interface TrackerOptions {
  /**
   * The URL of `POST /clickstream`, where events are sent. Without it nothing is tracked. The development build then
   * shows events on the console, as with `debug`, and neither keeps nor sends them.
   *
   * @example "https://<api-id>.execute-api.ap-southeast-1.amazonaws.com/clickstream"
   */
  readonly endpoint?: string | undefined;
  /**
   * The name of the tracker. Each name of a page has its own ids and its own queue.
   *
   * @default "default"
   */
  readonly name?: string | undefined;
  /**
   * The most events in one request.
   *
   * @default 25
   */
  readonly maxBatchEvents?: number | undefined;
  /**
   * The most bytes of events in one request, in UTF-8.
   *
   * @default 16384
   */
  readonly maxBatchBytes?: number | undefined;
  /**
   * How long the first event of a batch waits for others, in milliseconds.
   *
   * @default 1000
   */
  readonly flushIntervalMs?: number | undefined;
  /**
   * The time after which a request without an answer is given up and sent again, in milliseconds.
   *
   * @default 10000
   */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * Whether bodies of 2 KiB and more are sent as gzip. A server that can't read gzip gets plain JSON after the first
   * request.
   *
   * @default true
   */
  readonly compress?: boolean | undefined;
  /**
   * What counts as an acknowledgement. `answer`: the answer of the reference ingest, which names the batch and says of
   * each event what became of it. `status`: any answer with a status from 200 to 299, for endpoints of other makers. A
   * cached page or a firewall may give one, too, and its events are then lost.
   *
   * @default "answer"
   */
  readonly acknowledge?: "answer" | "status" | undefined;
  /**
   * Whether requests carry cookies. Choose `include` where the ingest belongs to the same site and sets its own id
   * cookie. Its CORS then has to allow credentials.
   *
   * @default "omit"
   */
  readonly credentials?: "omit" | "include" | undefined;
  /**
   * The pause after which a visitor's next event starts a new session, in milliseconds.
   *
   * @default 1800000
   */
  readonly sessionTimeoutMs?: number | undefined;
  /**
   * Whether all tabs of the browser have one session. Without it, each tab has its own.
   *
   * @default false
   */
  readonly sharedSession?: boolean | undefined;
  /**
   * The names of query parameters whose values are stored, unless they contain a mail address, a login or another
   * parameter. `utm_*` stands for all that begin so. The values of all others are redacted. So is what looks like a mail
   * address, a token or a card number in the rest of a URL.
   *
   * @default ["utm_*", "gclid", "gbraid", "wbraid", "gad_campaignid", "msclkid", "fbclid", "ttclid", "twclid",
   * "li_fat_id", "epik", "q", "query", "page", "sort", "category"]
   */
  readonly urlParameters?: readonly string[] | undefined;
  /** The result of `shareOverSubdomains()` of `clickstream-js/subdomains`. Without it, each subdomain has its own ids. */
  readonly visitorStore?: VisitorStore | undefined;
  /** The result of `createConsent()` of `clickstream-js/consent`. Without it, everything is kept and sent. */
  readonly consent?: Consent | undefined;
  /**
   * What tracks events by itself, or looks at each event: `pageViews()` of `clickstream-js/page-views`, and others. They
   * are called in this order.
   *
   * @default []
   */
  readonly plugins?: readonly Plugin[] | undefined;
  /**
   * Whether each event is shown on the console, with what should be fixed in it. The production build ignores it.
   *
   * @default false
   */
  readonly debug?: boolean | undefined;
  /** Called for each event that will never be stored. An exception of it is ignored. */
  readonly onDrop?: ((drop: Drop) => void) | undefined;
}

/** The options as the tracker uses them. Those without a default may be absent. */
export type Settings = Pick<TrackerOptions, OptionWithoutDefault> & {
  readonly [Name in Exclude<keyof TrackerOptions, OptionWithoutDefault>]-?: NonNullable<TrackerOptions[Name]>;
};

type OptionWithoutDefault = "consent" | "visitorStore" | "debug" | "onDrop";

const DEFAULTS: Settings = {
  endpoint: "",
  name: "default",
  maxBatchEvents: 25,
  maxBatchBytes: 16_384,
  flushIntervalMs: 1_000,
  requestTimeoutMs: 10_000,
  compress: true,
  acknowledge: "answer",
  credentials: "omit",
  sessionTimeoutMs: 30 * 60_000,
  sharedSession: false,
  urlParameters: URL_PARAMETERS,
  plugins: [],
};

/** Returns the options with the defaults filled in. An option that is `undefined` or `null` counts as absent. */
export function resolveOptions(options: TrackerOptions): Settings {
  const settings: Record<string, unknown> = { ...options };
  for (const [name, value] of Object.entries(DEFAULTS)) settings[name] ??= value;
  // A global that is missing leaves its name in a script tag's option.
  settings.plugins = Array.from(settings.plugins as readonly Plugin[]);
  return settings as Settings;
}
