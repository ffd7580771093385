/** Makes the tracker of a script tag that has `data-endpoint`, and hands it the calls that the page has made already. */
import { attempt } from "../attempt.ts";
import type { TrackerOptions } from "../options.ts";
import { browserPlatform } from "../platform/browser.ts";
import type { PageFields, Platform } from "../platform/platform.ts";
import { runningScript } from "../platform/running-script.ts";
import type { QueuedCall } from "./page-api.ts";
import { parseOptions } from "./parse-options.ts";

/** Of the snippet's 100 and what it lost. So many calls may take some 100 ms of the page, and more are an endless loop. */
const MAX_CALLS = 1_000;

/** When and where a call was made. */
interface Origin {
  readonly atMs: number;
  readonly page: Partial<PageFields>;
}

/**
 * The global gets the methods of the tracker, in place of those of the snippet.
 *
 * @param page the global, which the file has published
 * @throws TypeError for a wrong option, in development
 */
export function start(page: object, create: (options: TrackerOptions, platform: Platform) => object): void {
  const platform = browserPlatform();
  const attributes = runningScript()?.dataset;
  // Its own `push` tells that another tag has done this.
  if (!platform || !attributes?.["endpoint"] || Object.keys(page).includes("push")) return;

  let origin: Origin | undefined;
  const tracker = create(parseOptions(attributes, globalThis), {
    ...platform,
    now: () => origin?.atMs ?? platform.now(),
    page: () => ({ ...platform.page(), ...origin?.page }),
  }) as Readonly<Record<string, (...args: unknown[]) => void>>;

  const run = (call: QueuedCall | 0): void => {
    attempt(() => {
      // An event without a name is dropped, and so counted.
      const [method, args] = call || ["track", []];
      origin = call ? originOf(call) : undefined;
      tracker[method]?.(...Array.from(args));
    });
    origin = undefined;
  };
  const runQueue = (): void => {
    if (Array.isArray(page)) page.splice(0).slice(0, MAX_CALLS).forEach(run);
  };
  runQueue();
  // The `push` is for a page that holds a method of the snippet.
  Object.assign(page, tracker, { push: run });
  // What the first calls made the page call, such as `onDrop`.
  runQueue();
}

function originOf([, , atMs, page_url, page_title]: QueuedCall): Origin {
  const page = { page_url, page_path: new URL(page_url).pathname };
  // A form of this name takes the place of the document's title.
  return { atMs, page: typeof page_title === "string" ? { ...page, page_title } : page };
}
