/** Decides when an event happened: by the visitor's clock where it passes the time check, otherwise by ours. Pure. */
import { parseIsoMs } from "../formats.ts";
import { isExactNumber } from "../exact-json.ts";
import { isMissing } from "../json.ts";
import { isReadableText, type Change } from "./original.ts";
import { passesTimeCheck } from "./time-check.ts";

export interface EventTime {
  readonly event_timestamp: string;
  readonly timestamp_source: "client" | "corrected" | "server";
  /** What the client sent, as text, where it is not the stored timestamp. */
  readonly client_timestamp?: string;
}

export interface ResolvedTime {
  readonly time: EventTime;
  /** What the client sent, where `client_timestamp` does not say it. */
  readonly changes: readonly Change[];
}

/** Longer than any timestamp. */
const MAX_CLAIM_CHARS = 64;

/** `sentAt`: the time of sending by the same clock. Its distance from our clock corrects a clock that is far off. */
export function resolveTimestamp(claimed: unknown, sentAt: unknown, receivedAtMs: number): ResolvedTime {
  const claimedMs = parseIsoMs(claimed);
  if (typeof claimed === "string" && claimedMs !== undefined && passesTimeCheck(claimedMs, receivedAtMs)) {
    return { time: { event_timestamp: claimed, timestamp_source: "client" }, changes: [] };
  }

  const correctedMs = correct(claimedMs, parseIsoMs(sentAt), receivedAtMs);
  const client_timestamp = writeClaim(claimed);
  const isSaid = isMissing(claimed) || client_timestamp === claimed;
  return {
    time: {
      event_timestamp: new Date(correctedMs ?? receivedAtMs).toISOString(),
      timestamp_source: correctedMs === undefined ? "server" : "corrected",
      ...(client_timestamp === undefined ? {} : { client_timestamp }),
    },
    changes: isSaid ? [] : [{ path: ["event_timestamp"], value: claimed }],
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

function writeClaim(claimed: unknown): string | undefined {
  if (typeof claimed === "number") return String(claimed);
  const text = isExactNumber(claimed) ? claimed.rawJSON : claimed;
  return typeof text === "string" && text.length <= MAX_CLAIM_CHARS && isReadableText(text) ? text : undefined;
}
