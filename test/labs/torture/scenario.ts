/** What a scenario is. Types only. */
import type { Need } from "./engines/engine.ts";
import type { Environment } from "./environment.ts";

export interface Scenario {
  /** Begins with S. docs/delivery.md says what each is. */
  readonly id: string;
  readonly title: string;
  readonly needs?: Need;
  run(environment: Environment): Promise<FirstVisit>;
}

/** How the first part of a scenario ends. What failed works again by then, or `openNextPage` makes it work. */
export interface FirstVisit {
  /** A page is still open, and has time to deliver its waiting events. */
  readonly isPageOpen: boolean;
  /** The visitor opens the next page. */
  openNextPage(url: string): Promise<unknown>;
}
