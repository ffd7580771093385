/** What the run asks of a visitor's browser, whichever engine it is. Types only. */

export interface Tab {
  goto(url: string): Promise<void>;
  /** Closes it, as a visitor does. */
  close(): Promise<void>;
  /** Ends the process that runs the page. */
  crash(): Promise<void>;
}

export interface Visitor {
  openTab(url: string): Promise<Tab>;
  /** Ends all processes of the browser at once. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** What a scenario may ask of an engine beyond opening and leaving pages. */
export type Need =
  /** Storage is blocked by a setting of the browser. */
  | "blocked_storage"
  /** What is stored outlives the browser. */
  | "profile"
  /** A tab is closed with all the events of a page that goes. */
  | "closing";

export interface TortureEngine {
  readonly name: string;
  /** Why it can't run on this machine. */
  readonly missing: string | undefined;
  /** What it can't be made to do, and why. */
  readonly lacks: Readonly<Partial<Record<Need, string>>>;
  open(): Promise<Visitor>;
  /** @param profile the folder of all that it keeps, here and below */
  openBlocked(profile: string): Promise<Visitor>;
  openProfile(profile: string): Promise<Visitor>;
  /** Opens one whose tabs may crash. @param tabs the most that will be opened */
  openCrashable(profile: string, tabs: number): Promise<Visitor>;
}
