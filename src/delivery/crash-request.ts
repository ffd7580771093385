/** Leaves with the browser what nobody has acknowledged, so that it arrives if the page crashes and nobody comes back. */
import type { OutgoingRequest, Platform } from "../platform/platform.ts";
import { CRASH_REQUEST_DELAY_MS } from "./limits.ts";

export interface CrashRequest {
  /** An event was added. The request is replaced a moment later, or at the next flush: each time costs 0.25 ms. */
  onAdded(): void;
  /** Replaces the request if events were added since. */
  update(): void;
  /** Replaces the request, or takes it back where nothing waits any more. */
  replace(): void;
}

/** @param build returns what waits at this moment, or `undefined` */
export function createCrashRequest(
  { sendLater, after }: Pick<Platform, "sendLater" | "after">,
  build: () => OutgoingRequest | undefined,
): CrashRequest {
  let isStale = false;
  let isScheduled = false;

  const replace = (): void => {
    const request = build();
    isStale = false;
    isScheduled = request !== undefined;
    sendLater?.(request);
  };

  const update = (): void => {
    if (isStale) replace();
  };

  return {
    onAdded() {
      isStale = true;
      if (sendLater && !isScheduled) after(CRASH_REQUEST_DELAY_MS, update);
      isScheduled = true;
    },
    update,
    replace,
  };
}
