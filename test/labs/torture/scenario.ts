/** What a scenario is. Types only. */
import type { Need } from "./engines/visitor.ts";
import type { Stage } from "./stage.ts";

export interface Scenario {
  /** As in the table of the peers, where it is there. */
  readonly id: string;
  readonly title: string;
  readonly needs?: Need;
  play(stage: Stage): Promise<Ending>;
}

/** How the first part of a scenario ends. Whatever failed is mended by then, or `comeBack` mends it. */
export interface Ending {
  /** A page is still there, and has time to bring home what waits. */
  readonly isPageOpen: boolean;
  /** The visitor opens the next page. */
  comeBack(url: string): Promise<unknown>;
}
