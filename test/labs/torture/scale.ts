/** How much a run asks: all of it, or what CI has time for. */

export interface Scale {
  readonly name: "full" | "short";
  /** Events of most scenarios, and the pause between two. */
  readonly events: number;
  readonly everyMs: number;
  readonly outageMs: number;
  /** Pages of the scenarios that leave page after page. */
  readonly pages: number;
  readonly hangMs: number;
  /** Given to the tracker: a hanging server must outlast it. */
  readonly requestTimeoutMs: number;
  /** From the last event to the kill, in the scenario that waits long. */
  readonly lateKillMs: number;
}

export const FULL: Scale = {
  name: "full",
  events: 100,
  everyMs: 50,
  outageMs: 8_000,
  pages: 20,
  hangMs: 20_000,
  requestTimeoutMs: 10_000,
  lateKillMs: 10_000,
};

export const SHORT: Scale = {
  name: "short",
  events: 50,
  everyMs: 20,
  outageMs: 2_500,
  pages: 6,
  hangMs: 5_000,
  requestTimeoutMs: 2_000,
  lateKillMs: 4_000,
};
