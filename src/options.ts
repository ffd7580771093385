/** What a tracker can be told, and what it does when it is told nothing. */
import type { Drop } from "./delivery/delivery.ts";

/** Options of `createTracker()`. All are optional. */
export interface TrackerOptions {
  /**
   * Where events go: the URL of `POST /clickstream`. Without it the tracker runs dry: events go to the console.
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
   * The pause after which a visitor's next event starts a new session, in milliseconds.
   *
   * @default 1800000
   */
  readonly sessionTimeoutMs?: number;
  /** Is told of each event that will never be stored. What it throws is ignored. */
  readonly onDrop?: (drop: Drop) => void;
}

export type Settings = Required<TrackerOptions>;

const DEFAULTS: Settings = {
  endpoint: "",
  name: "default",
  maxBatchEvents: 25,
  maxBatchBytes: 16_384,
  flushIntervalMs: 1_000,
  requestTimeoutMs: 10_000,
  sessionTimeoutMs: 1_800_000,
  onDrop: () => undefined,
};

type Rule = readonly [form: RegExp, expected: string];

const WHOLE: Rule = [/^[1-9]\d{0,8}$/, "a positive whole number"];

const RULES: Readonly<Record<string, Rule | undefined>> = {
  endpoint: [/^https?:\/\/[^/]/, "an absolute http(s) URL"],
  name: [/^[\w-]{1,32}$/, "1 to 32 letters, digits, _ or -"],
  onDrop: [/^/, "a function"],
};

/**
 * Returns the options with the defaults filled in. An option that is `undefined` counts as absent.
 *
 * @throws TypeError that names the wrong option, what came and what was expected
 */
export function resolveOptions(options: TrackerOptions): Settings {
  const settings: Record<string, unknown> = { ...DEFAULTS };
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const [form, expected] = RULES[name] ?? WHOLE;
    if (typeof value !== typeof settings[name] || !form.test(String(value))) {
      const wanted = name in settings ? expected : `one of ${Object.keys(DEFAULTS)}`;
      const came = typeof value === "string" ? `"${value}"` : String(value);
      throw new TypeError(`clickstream: option "${name}" is ${came}, expected ${wanted}`);
    }
    settings[name] = value;
  }
  return settings as Record<keyof Settings, never>;
}
