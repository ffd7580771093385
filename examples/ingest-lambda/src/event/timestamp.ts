/** Decides when an event happened: by the visitor's clock where it passes the time check, otherwise by ours. Pure. */
import { parseIsoMs } from "../formats.ts";
import { isMissing } from "../json.ts";
import { passesTimeCheck } from "./time-check.ts";

export interface EventTime {
  readonly event_timestamp: string;
  readonly timestamp_source: "client" | "corrected" | "server";
  /** What the client sent, where it is not the stored timestamp. */
  readonly client_timestamp?: string | number;
}

/** Longer than any timestamp. A longer text is not kept. */
const MAX_CLAIM_CHARS = 64;

/** `sentAt`: the time of sending by the same clock. Its distance from our clock corrects a clock that is far off. */
export function resolveTimestamp(claimed: unknown, sentAt: unknown, receivedAtMs: number): EventTime {
  const claimedMs = parseIsoMs(claimed);
  if (typeof claimed === "string" && claimedMs !== undefined && passesTimeCheck(claimedMs, receivedAtMs)) {
    return { event_timestamp: claimed, timestamp_source: "client" };
  }

  const correctedMs = correct(claimedMs, parseIsoMs(sentAt), receivedAtMs);
  return {
    event_timestamp: new Date(correctedMs ?? receivedAtMs).toISOString(),
    timestamp_source: correctedMs === undefined ? "server" : "corrected",
    ...keepClaim(claimed),
  };
}

function correct(
  claimedMs: number | undefined,
  sentAtMs: number | undefined,
  receivedAtMs: number,
): number | undefined {
  if (claimedMs === undefined || sentAtMs === undefined) return undefined;
  const correctedMs = claimedMs + receivedAtMs - sentAtMs;
  return passesTimeCheck(correctedMs, receivedAtMs) ? correctedMs : undefined;
}

function keepClaim(claimed: unknown): Pick<EventTime, "client_timestamp"> {
  if (isMissing(claimed)) return {};
  if (typeof claimed === "number") return { client_timestamp: claimed };
  return typeof claimed === "string" && claimed.length <= MAX_CLAIM_CHARS ? { client_timestamp: claimed } : {};
}
