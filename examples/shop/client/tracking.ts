/** The shop's one tracker. Pages import it and say what happened. */
import { createTracker } from "clickstream-js";
import { find } from "../../find.ts";

export const tracker = createTracker({
  endpoint: find('meta[name="clickstream-endpoint"]', HTMLMetaElement).content,
});
