/** The file `clickstream.js` for script tags. */
import { createTracker } from "../index.ts";
import type { ClickstreamGlobal } from "./page-api.ts";
import { publish } from "./publish.ts";
import { start } from "./start.ts";

const api: ClickstreamGlobal = { createTracker };
start(publish("clickstream", "createTracker", api), createTracker);
