/** What a page does. It is part of the address, so that a page needs no automation. Pure. */

export interface Plan {
  readonly endpoint: string;
  /** Number of the first event. */
  readonly first: number;
  readonly count: number;
  /** Pause between two events; 0 = all in one task. */
  readonly everyMs: number;
  /** Pages that follow this one in the same tab. Each does the same, and navigates in the task of its last event. */
  readonly hops: number;
  /** What `localStorage` and IndexedDB do. */
  readonly storage: "works" | "throws" | "full";
  /** Another script takes the whole keepalive quota when the page goes. */
  readonly isKeepaliveQuotaTaken: boolean;
  /** The id of a script that makes the page hostile; empty = none. */
  readonly host: string;
  /** The events are tracked when the page goes, by scripts whose listeners run after those of the SDK. */
  readonly isTrackedWhileLeaving: boolean;
  /** The tab is a duplicate: the sessionStorage, as JSON, that it got from the other one. */
  readonly session: string;
  readonly requestTimeoutMs: number;
  readonly flushIntervalMs: number;
}

/** What a page reports when it has tracked all. */
export interface Tracked {
  readonly kind: "tracked";
  readonly first: number;
  /** The tab's sessionStorage, as JSON; empty where it can't be read. */
  readonly session: string;
  readonly canStore: boolean;
}

/** What a page reports. */
export type Report = Tracked | { readonly kind: "exception"; readonly message: string };

export function buildPath(plan: Plan): string {
  return `/page?${new URLSearchParams({ plan: JSON.stringify(plan) })}`;
}

export function parsePlan(search: string): Plan {
  return JSON.parse(new URLSearchParams(search).get("plan") ?? "") as Plan;
}

/** The plan of the page after this one. */
export function planNext(plan: Plan): Plan {
  return { ...plan, first: plan.first + plan.count, hops: plan.hops - 1 };
}

/** An event's number goes in as a property, since nothing of the wire may be trusted to count the wire. */
export function buildQuery(number: number): string {
  return `n${number}`;
}

export function parseQuery(query: unknown): number | undefined {
  const [, digits] = /^n(\d+)$/.exec(String(query)) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
