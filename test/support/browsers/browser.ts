/** What a test asks of a browser, whichever engine it is. Types only. */

export interface Page {
  goto(url: string): Promise<void>;
  /** Waits until the element is there, then clicks it. */
  click(selector: string): Promise<void>;
  fill(selector: string, text: string): Promise<void>;
  /** Runs an expression in the page and returns its value; a promise is waited for. */
  evaluate(expression: string): Promise<unknown>;
  screenshot(path: `${string}.png`): Promise<void>;
  /** Closes the tab, as a visitor does. */
  close(): Promise<void>;
}

export interface Browser {
  /** The process that all others of the browser descend from. */
  readonly pid: number | undefined;
  newPage(size?: { readonly width: number; readonly height: number }): Promise<Page>;
  /** A page in a window of its own, so that no other hides it. */
  newWindow(): Promise<Page>;
  close(): Promise<void>;
}

export interface Engine {
  readonly name: string;
  /** Where its program is, or why it can't be had. */
  readonly program: { readonly path: string } | { readonly missing: string };
  /** The tab of a headless browser is really closed, with all events of a page that goes. */
  readonly closesTabs: boolean;
  open(): Promise<Browser>;
}
