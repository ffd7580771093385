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
  /** In a window of its own, so that many are in view at once: out of view, timers run once a second. */
  openWindow(url: string): Promise<Tab>;
  /** Ends all processes of the browser at once. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** What a scenario may ask of an engine, and not every engine can do. */
export type Need =
  /** A tab is closed with all the events of a page that goes. */
  | "closing"
  /** The browser sends a request of a page that has crashed: `fetchLater()`. */
  | "crash requests";

export interface TortureEngine {
  readonly name: string;
  /** Why it can't run on this machine. */
  readonly missing: string | undefined;
  /** What it can't be made to do, and why. */
  readonly lacks: Readonly<Partial<Record<Need, string>>>;
  /** What is done in another way than in other engines, and why. */
  readonly remarks: readonly string[];
  open(): Promise<Visitor>;
  /** @param profile the folder of all that it keeps, here and below */
  openBlocked(profile: string): Promise<Visitor>;
  openProfile(profile: string): Promise<Visitor>;
  /** Opens one whose tabs may crash. @param tabs the most that will be opened */
  openCrashable(profile: string, tabs: number): Promise<Visitor>;
}
