/** The file `consent.js` for script tags. */
import { createConsent } from "../consent.ts";
import type { ConsentGlobal } from "./page-api.ts";
import { publish } from "./publish.ts";

const api: ConsentGlobal = { createConsent };
publish("clickstreamConsent", "createConsent", api);
