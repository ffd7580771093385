/** What the first script of the page leaves to the second. Types only. */
import type { Plan, Report } from "../plan.ts";

/** What the browser brought, for whatever has to work in a hostile page. */
export interface Native {
  readonly setTimeout: (run: () => void, delayMs: number) => number;
  readonly setInterval: (run: () => void, delayMs: number) => number;
  readonly clearInterval: (timer: number) => void;
  readonly fetch: typeof fetch;
  /** `performance.now` */
  readonly elapsed: () => number;
}

export interface Torture {
  readonly plan: Plan;
  readonly native: Native;
  readonly report: (message: Report) => void;
  /** Tells again of what is thrown into the page, after a script has removed all listeners. */
  readonly reportExceptions: () => void;
  /** Resolves when the page is as hostile as it is to be. Absent = it is so at once. */
  readonly ready: Promise<void> | undefined;
}

declare global {
  interface Window {
    torture: Torture;
  }
}
