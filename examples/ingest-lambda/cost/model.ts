/** Computes what a month of events costs on AWS, for each way to send and store them. */
import { eventsARequest, MEASURED } from "./measured-requests.ts";

/** List prices of us-east-1 in US dollars, as looked up in 2026. Change them here to your region's. */
export const PRICES = {
  /** https://aws.amazon.com/s3/pricing/ */
  put: 0.005 / 1_000,
  /** https://aws.amazon.com/api-gateway/pricing/: a request of up to 512 KiB, up to 300 M a month and beyond. */
  request: 1 / 1e6,
  requestBeyond: 0.9 / 1e6,
  /** https://aws.amazon.com/lambda/pricing/, arm64 */
  invocation: 0.2 / 1e6,
  gbSecond: 0.0000133334,
  /** https://aws.amazon.com/firehose/pricing/: each record is rounded up to 5 KiB. */
  firehoseGb: 0.029,
  /** https://aws.amazon.com/cloudwatch/pricing/ */
  logGb: 0.5,
} as const;

const REQUESTS_AT_FULL_PRICE = 300e6;
/** As the templates have it. */
const MEMORY_GB = 0.5;
const FIREHOSE_STEP_BYTES = 5 * 1024;
/** An event as it is stored, with `_ingest`. */
const EVENT_BYTES = 1_300;
/** A request's log line and its line of metrics: 891, and the access log of the gateway: 345. */
export const FUNCTION_LOG_BYTES = 900;
export const ACCESS_LOG_BYTES = 350;
/** Firehose writes a file each 5 minutes or 128 MiB. */
const FIREHOSE_FILE_BYTES = 128 * 1024 * 1024;
const FIREHOSE_FILES_A_MONTH = (30 * 24 * 60) / 5;

export interface Way {
  readonly name: string;
  readonly layout: "event" | "batch" | "firehose";
  readonly eventsARequest: number;
  /** The gateway answers them itself, and counts them as requests. @default 0 */
  readonly preflightsARequest?: number;
}

/** What the SDK makes of a visit to a shop with many pages, by its default interval. */
const [SHOP] = MEASURED.intervals;
if (SHOP === undefined) throw new Error("measured-requests.json has no visit: run npm run cost:measure.");
const BY_SDK = { eventsARequest: eventsARequest(SHOP), preflightsARequest: SHOP.preflights / SHOP.requests };
const named = `${BY_SDK.eventsARequest.toFixed(1)} a request`;

export const WAYS: readonly Way[] = [
  { name: "`event`, 1 event a request", layout: "event", eventsARequest: 1 },
  { name: `\`event\`, the SDK: ${named}`, layout: "event", ...BY_SDK },
  { name: `\`batch\`, the SDK: ${named}`, layout: "batch", ...BY_SDK },
  { name: `\`firehose\`, the SDK: ${named}`, layout: "firehose", ...BY_SDK },
  { name: "`batch`, 20 a request", layout: "batch", eventsARequest: 20 },
  { name: "`firehose`, 20 a request", layout: "firehose", eventsARequest: 20 },
];

/** The `batch` layout, for each interval that was measured. */
export const INTERVAL_WAYS: readonly Way[] = MEASURED.intervals.map((visit) => ({
  name: `\`flushIntervalMs: ${visit.flushIntervalMs.toLocaleString("en").replace(",", "_")}\``,
  layout: "batch",
  eventsARequest: eventsARequest(visit),
  preflightsARequest: visit.preflights / visit.requests,
}));

export interface MonthlyCost {
  readonly puts: number;
  readonly gateway: number;
  readonly lambda: number;
  readonly firehose: number;
  readonly logs: number;
  readonly total: number;
}

export function computeMonthlyCost(
  { layout, eventsARequest, preflightsARequest = 0 }: Way,
  events: number,
): MonthlyCost {
  const requests = events / eventsARequest;
  const calls = requests * (1 + preflightsARequest);
  const storedBytes = events * EVENT_BYTES;
  const putCount = {
    event: events,
    batch: requests,
    firehose: Math.max(storedBytes / FIREHOSE_FILE_BYTES, FIREHOSE_FILES_A_MONTH),
  }[layout];
  const seconds = secondsARequest(layout, eventsARequest);
  const recordBytes = Math.ceil((eventsARequest * EVENT_BYTES) / FIREHOSE_STEP_BYTES) * FIREHOSE_STEP_BYTES;

  const parts = {
    puts: putCount * PRICES.put,
    gateway:
      Math.min(calls, REQUESTS_AT_FULL_PRICE) * PRICES.request +
      Math.max(0, calls - REQUESTS_AT_FULL_PRICE) * PRICES.requestBeyond,
    lambda: requests * (PRICES.invocation + seconds * MEMORY_GB * PRICES.gbSecond),
    firehose: layout === "firehose" ? (requests * recordBytes * PRICES.firehoseGb) / 2 ** 30 : 0,
    logs: ((requests * FUNCTION_LOG_BYTES + calls * ACCESS_LOG_BYTES) * PRICES.logGb) / 2 ** 30,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

/** One round of up to 16 parallel puts takes 30 ms. */
export function secondsARequest(layout: Way["layout"], eventsARequest: number): number {
  return layout === "event" ? 0.03 * Math.ceil(eventsARequest / 16) : 0.03;
}
