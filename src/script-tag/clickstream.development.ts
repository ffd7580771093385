/** The file `clickstream.development.js` for script tags. */
import { nearestName } from "../development/edit-distance.ts";
import { createTracker } from "../development/index.ts";
import { resolveOptions, type TrackerOptions } from "../options.ts";
import type { Platform } from "../platform/platform.ts";
import type { ClickstreamGlobal } from "./page-api.ts";
import { publish } from "./publish.ts";
import { start } from "./start.ts";

const OPTION_NAMES = [...Object.keys(resolveOptions({})), "consent", "debug", "onDrop"];

/** Attributes are for others, too, such as `data-cfasync`. One that is near an option is reported as mistyped. */
function withoutForeign(options: TrackerOptions): TrackerOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => nearestName(name, OPTION_NAMES) !== undefined));
}

const api: ClickstreamGlobal = { createTracker };
start(publish("clickstream", "createTracker", api), (options: TrackerOptions, platform: Platform) =>
  createTracker(withoutForeign(options), platform),
);
