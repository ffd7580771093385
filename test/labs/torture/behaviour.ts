/** The ways in which the collector fails. Pure. */
import type { Batch } from "../../../src/wire.ts";

/** What something else than an ingest answers. */
export interface ForeignAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as the collector has it. */
export interface Asked {
  readonly batch: Batch;
  readonly isZipped: boolean;
  /** Hands it on to the ingest, and returns the body of its answer. */
  readonly store: () => Promise<string>;
}

export type Behaviour =
  | { readonly kind: "normal" }
  /** Stored at once, and answered after a while. */
  | { readonly kind: "late"; readonly delayMs: number }
  /** Nothing is stored and nothing answered. */
  | { readonly kind: "hang" }
  /** Nothing is stored. */
  | { readonly kind: "refuse"; readonly status: 429 | 500 | 503; readonly retryAfterS?: number }
  /** The gateway gave up waiting for a function that did its work. */
  | { readonly kind: "store_then_refuse"; readonly status: 504 }
  /** Something that is no ingest answers. Nothing is stored, unless it does so. */
  | { readonly kind: "foreign"; readonly answer: (asked: Asked) => ForeignAnswer | Promise<ForeignAnswer> }
  /** Nothing is stored. The answer begins and never ends. */
  | { readonly kind: "stall" }
  /** The connection is reset before anything is stored. */
  | { readonly kind: "reset" }
  /** Stored, and the connection is cut before the answer. */
  | { readonly kind: "lose_answer" }
  /** Stored, and the connection is cut in the middle of the answer. */
  | { readonly kind: "cut_answer" };

/**
 * Tells whether the n-th request (from 1) is among the share that fails: the first, and from then on evenly. Drawn by
 * lot, a run of ten requests would sometimes test nothing.
 */
export function isAffected(n: number, share: number): boolean {
  return countAffected(n, share) > countAffected(n - 1, share);
}

function countAffected(requests: number, share: number): number {
  // A tenth thrice is not three tenths in binary.
  return Math.floor(requests * share + 1 - share + 1e-9);
}
