/** Leaves with the browser what nobody has acknowledged, so that it arrives if the page crashes and nobody comes back. */
import type { OutgoingRequest, Platform } from "../platform/platform.ts";
import { CRASH_REQUEST_DELAY_MS } from "./limits.ts";

export interface CrashRequest {
  /** An event was added. The request is replaced a moment later, once a flush: each time costs 0.25 ms. */
  replaceSoon(): void;
  /** Replaces the request, or takes it back where nothing waits any more. */
  replace(): void;
}

/** @param build returns what waits at this moment, or `undefined` */
export function createCrashRequest(
  { sendLater, after }: Pick<Platform, "sendLater" | "after">,
  build: () => OutgoingRequest | undefined,
): CrashRequest {
  let isScheduled = !sendLater;
  return {
    replaceSoon() {
      if (!isScheduled) after(CRASH_REQUEST_DELAY_MS, () => sendLater?.(build()));
      isScheduled = true;
    },
    replace() {
      isScheduled = !sendLater;
      sendLater?.(build());
    },
  };
}
