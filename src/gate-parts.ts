/** What a tracker and consent hand to each other. Types only. */
import type { Stats } from "./delivery/delivery.ts";
import type { Platform } from "./platform/platform.ts";

/**
 * What a gated tracker is made of.
 *
 * @internal
 */
export interface GateParts<T extends GatedTracker> {
  readonly platform: Platform;
  /** Creates a tracker that keeps and sends. */
  readonly create: (platform: Platform) => T;
  /** A tracker that does nothing. */
  readonly silent: T;
  /** Returns a plain copy of what the page handed over, or `undefined` for what is too large for an event. */
  readonly copy: (args: readonly unknown[]) => readonly unknown[] | undefined;
}

/**
 * What consent needs of a tracker.
 *
 * @internal
 */
export interface GatedTracker {
  /** Counts an event that could not be held any more. */
  skip(): void;
  flush(): Promise<void>;
  stats(): Stats;
  close(): void;
}
