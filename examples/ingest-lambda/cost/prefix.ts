/** Computes the puts a second into one day's folder, and how many of them S3 refuses while the folder is new. Pure. */
import type { Way } from "./model.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html */
export const PUTS_A_SECOND = 3_500;

/** S3 splits a busy prefix within half an hour or an hour, and answers SlowDown until then. */
const SPLIT_AFTER_S = 1_800;

/** The busiest hour of a shop has about three times its mean load. */
const PEAK = 3;

const SECONDS_A_MONTH = 30 * 86_400;

export interface PrefixLoad {
  readonly meanPutsASecond: number;
  readonly peakPutsASecond: number;
  /** Puts that S3 answers with SlowDown until it has split the new folder, if midnight UTC is the busiest hour. */
  readonly refusedAtMidnight: number;
}

export function computePrefixLoad({ layout, eventsARequest }: Way, events: number): PrefixLoad {
  const puts = layout === "event" ? events : layout === "batch" ? events / eventsARequest : 0;
  const mean = puts / SECONDS_A_MONTH;
  const peak = mean * PEAK;
  return {
    meanPutsASecond: mean,
    peakPutsASecond: peak,
    refusedAtMidnight: Math.max(0, peak - PUTS_A_SECOND) * SPLIT_AFTER_S,
  };
}
