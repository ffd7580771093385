/** What a tracker can be told, and what it does when it is told nothing. */
import type { DropReason } from "./delivery/stream.ts";

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

/** Events that will never be stored, and why. */
export interface Drop {
  readonly reason: DropReason;
  readonly count: number;
  /** The word of the endpoint for an event that it refused, such as `event_too_large`. */
  readonly code?: string;
}

export type Settings = Required<Omit<TrackerOptions, "endpoint" | "onDrop">> &
  Pick<TrackerOptions, "endpoint" | "onDrop">;

const DEFAULTS: Settings = {
  name: "default",
  maxBatchEvents: 25,
  maxBatchBytes: 16_384,
  flushIntervalMs: 1_000,
  requestTimeoutMs: 10_000,
  sessionTimeoutMs: 1_800_000,
};

type Rule = readonly [type: string, form: RegExp, expected: string];

const WHOLE: Rule = ["number", /^[1-9]\d{0,8}$/, "a whole number from 1 to 999999999"];

const RULES: Readonly<Record<keyof TrackerOptions, Rule>> = {
  endpoint: ["string", /^https?:\/\/[^/]/, "an absolute http(s) URL"],
  name: ["string", /^[\w-]{1,32}$/, "1 to 32 letters, digits, _ or -"],
  maxBatchEvents: WHOLE,
  maxBatchBytes: WHOLE,
  flushIntervalMs: WHOLE,
  requestTimeoutMs: WHOLE,
  sessionTimeoutMs: WHOLE,
  onDrop: ["function", /^/, "a function"],
};

/**
 * Returns the options with the defaults filled in. An option that is `undefined` counts as absent.
 *
 * @throws TypeError that names the wrong option, what came and what was expected
 */
export function resolveOptions(options: TrackerOptions): Settings {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    const rule = (RULES as Readonly<Record<string, Rule | undefined>>)[name];
    const [type, form, expected] = rule ?? ["", /^/, `one of ${Object.keys(RULES)}`];
    if (typeof value !== type || !form.test(String(value))) {
      throw new TypeError(`clickstream: option "${name}" is ${show(value)}, expected ${expected}`);
    }
  }
  return { ...DEFAULTS, ...Object.fromEntries(given) };
}

function show(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : String(value);
}
