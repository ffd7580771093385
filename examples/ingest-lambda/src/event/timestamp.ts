/** Decides when an event happened: by the visitor's clock if that can be true, otherwise by ours. Pure. */
import { isMissing } from "../fields.ts";
import { isPlausible } from "./time-check.ts";

export interface EventTime {
  readonly event_timestamp: string;
  readonly timestamp_source: "client" | "corrected" | "server";
  /** What the client said, where that was not believed. */
  readonly client_timestamp?: string | number;
}

const ISO_8601 = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** Longer than any timestamp: what is longer is not kept. */
const MAX_CLAIM_CHARS = 64;

/** `sentAt` is the batch's own clock reading: its distance to our clock corrects a clock that is far off. */
export function resolveTimestamp(claimed: unknown, sentAt: unknown, receivedAtMs: number): EventTime {
  const claimedMs = parseIsoMs(claimed);
  if (typeof claimed === "string" && claimedMs !== undefined && isPlausible(claimedMs, receivedAtMs)) {
    return { event_timestamp: claimed, timestamp_source: "client" };
  }

  const sentAtMs = parseIsoMs(sentAt);
  const correctedMs =
    claimedMs === undefined || sentAtMs === undefined ? undefined : claimedMs + receivedAtMs - sentAtMs;
  const isCorrected = correctedMs !== undefined && isPlausible(correctedMs, receivedAtMs);
  return {
    event_timestamp: new Date(isCorrected ? correctedMs : receivedAtMs).toISOString(),
    timestamp_source: isCorrected ? "corrected" : "server",
    ...keepClaim(claimed),
  };
}

/** The instant of an ISO 8601 date and time with its offset. `Date.parse` alone takes 30 February for 2 March. */
export function parseIsoMs(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const [, year, month, day] = ISO_8601.exec(value) ?? [];
  const isInCalendar =
    new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCMonth() + 1 === Number(month);
  const instantMs = Date.parse(value);
  return isInCalendar && !Number.isNaN(instantMs) ? instantMs : undefined;
}

function keepClaim(claimed: unknown): Pick<EventTime, "client_timestamp"> {
  if (isMissing(claimed)) return {};
  if (typeof claimed === "number") return { client_timestamp: claimed };
  return typeof claimed === "string" && claimed.length <= MAX_CLAIM_CHARS ? { client_timestamp: claimed } : {};
}
