/** Takes out of a URL what is nobody's business: logins, fragments and unknown query values. Pure. */

/** Says where a visitor came from or looked for, and not who the visitor is. */
const KEPT = "utm_\\w+|gclid|q|query|page|sort|category";

const LOGIN = /^(\w+:\/\/)[^/?#]*@/;
const FRAGMENT = /#.*$/s;
const VALUE = new RegExp(`([?&](?!(?:${KEPT})=)[^=&]+=)[^&]*`, "g");

const MAX_URL_CHARS = 2_048;

/** Returns `undefined` for no URL. */
export function redactUrl(url = "", _names: readonly string[] = []): string | undefined {
  const redacted = url.replace(FRAGMENT, "").replace(LOGIN, "$1").replace(VALUE, "$1redacted");
  return redacted.slice(0, MAX_URL_CHARS) || undefined;
}
