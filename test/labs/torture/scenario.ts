/** What a scenario is. Types only. */
import type { Need } from "./engines/engine.ts";
import type { Environment } from "./environment.ts";

export interface Scenario {
  /** Begins with S. docs/delivery.md says what each is. */
  readonly id: string;
  readonly title: string;
  readonly needs?: Need;
  /** It runs beside others of this kind, in a window of its own. */
  readonly isSideBySide?: boolean;
  /** @default nothing is lost after the visitor's next page, and nothing dropped */
  readonly expected?: Expected;
  run(environment: Environment): Promise<FirstVisit>;
}

/** What nobody could save. The stored files must say how much that is, unless they can't know. */
export interface Expected {
  /** @default 0 */
  readonly lost?: number;
  /** By the drop reports. @default 0 */
  readonly dropped?: number;
  /** By the gaps of the streams. @default 0 */
  readonly missing?: number;
  /** All else is stored while the page is open. @default false */
  readonly isDeliveredAtOnce?: boolean;
}

/** How the first part of a scenario ends. What failed works again by then, or `openNextPage` makes it work. */
export interface FirstVisit {
  /** A page is still open, and has time to deliver its waiting events. */
  readonly isPageOpen: boolean;
  /** Takes the place of what the scenario expects, where it is known only now. */
  readonly expected?: Expected;
  /** The visitor opens the next page. */
  openNextPage(url: string): Promise<unknown>;
}
