/** Creates the shop's tracker, which asks for consent and follows the account. The pages' scripts import it. */
import { createTracker } from "clickstream-js";
import { followAmplify } from "clickstream-js/amplify";
import { createConsent } from "clickstream-js/consent";
import { find } from "../../../web/find.ts";
import { getCurrentUser, Hub } from "./account.ts";

export const consent = createConsent();

export const tracker = createTracker({
  endpoint: find('meta[name="clickstream-endpoint"]', HTMLMetaElement).content,
  consent,
});

followAmplify(tracker, { hub: Hub, getCurrentUser });
