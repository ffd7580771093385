/** What a script-tag file and the page say to each other. Types only, with names that no build may shorten. */
import type { createTracker } from "../create-tracker.ts";

/** The global `clickstream`. Where the tag has `data-endpoint`, it has the methods of that tracker, too. */
export interface ClickstreamGlobal {
  readonly createTracker: typeof createTracker;
}

/** The global `clickstreamConsent`. */
export interface ConsentGlobal {
  readonly createConsent: unknown;
}

/** The global `clickstreamSubdomains`. */
export interface SubdomainsGlobal {
  readonly shareOverSubdomains: unknown;
}

/** A call that the snippet keeps: the name of the method, its arguments, and when and where it was made. */
export type QueuedCall = readonly [method: string, args: ArrayLike<unknown>, atMs: number, url: string, title: unknown];

/**
 * The global `clickstream` before the file is there. 0 is a call that was lost, since the queue was full. Pages have
 * pasted the snippet, so every later file must understand what it keeps.
 */
export type SnippetQueue = (QueuedCall | 0)[];
