/** The file `subdomains.js` for script tags. */
import { shareOverSubdomains } from "../subdomains.ts";
import type { SubdomainsGlobal } from "./page-api.ts";
import { publish } from "./publish.ts";

const api: SubdomainsGlobal = { shareOverSubdomains };
publish("clickstreamSubdomains", "shareOverSubdomains", api);
