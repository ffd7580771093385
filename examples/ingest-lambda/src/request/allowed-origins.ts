/** Reads the list of origins that may send events, and compares. The gateway's CORS and the templates read the same list. Pure. */

/** `*.shop.example`, `https://*.shop.example`, `http://*.shop.example:8080`, `https://*` */
const WILDCARD = /^(?:(https?):\/\/)?\*(?:(\.[a-z0-9-]+(?:\.[a-z0-9-]+)*)(:\d{1,5})?)?$/;

/** Apps in a web view have schemes of their own: `capacitor://localhost`. */
const EXACT = /^[a-z][a-z0-9+.-]*:\/\/[^/?#*\s]+$/;

const EVERYBODY = "*";

/** Reads `https://shop.example, *.shop.example`. `undefined` allows every origin: no list, an empty one, or one with `*`. */
export function parseAllowedOrigins(list: string | undefined): readonly string[] | undefined {
  const entries = splitList(list);
  return entries.length === 0 || entries.includes(EVERYBODY) ? undefined : entries.map(normalize);
}

/** Returns the first entry that can match no origin, such as a host without a scheme or an address with a path. */
export function findWrongOrigin(list: string | undefined): string | undefined {
  return splitList(list).find((entry) => entry !== EVERYBODY && !WILDCARD.test(entry) && !isExact(entry));
}

/**
 * Tells whether an origin is that of an entry. `*.shop.example` and `https://*.shop.example` are each host below it, by
 * https on the usual port. `shop.example` itself is not below it.
 */
export function matchesOrigin(entry: string, origin: string): boolean {
  const [isWildcard, scheme = "https", suffix, port = ""] = WILDCARD.exec(entry) ?? [];
  if (isWildcard === undefined || entry === EVERYBODY) return entry === origin || entry === EVERYBODY;
  if (suffix === undefined) return origin.startsWith(`${scheme}://`);
  const host = /^\w+:\/\/([a-z0-9.-]+)(?::\d+)?$/.exec(origin)?.[1] ?? "";
  return host.endsWith(suffix) && origin === `${scheme}://${host}${port}`;
}

/**
 * Returns the list for the CORS rules of an HTTP API, which know origins by name, `*`, `https://*` and `http://*`, and no
 * other pattern. So a pattern becomes the whole scheme there, and only the function looks closer.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function toCorsOrigins(allowed: readonly string[] | undefined): readonly string[] {
  if (allowed === undefined) return [EVERYBODY];
  return [...new Set(allowed.map(toCorsOrigin))];
}

function toCorsOrigin(entry: string): string {
  const [isWildcard, scheme = "https"] = WILDCARD.exec(entry) ?? [];
  return isWildcard === undefined ? entry : `${scheme}://*`;
}

function splitList(list = ""): readonly string[] {
  const entries = list.split(",").map((entry) => entry.trim().toLowerCase().replace(/\/$/, ""));
  return entries.filter((entry) => entry !== "");
}

function isExact(entry: string): boolean {
  return EXACT.test(entry) && (!/^https?:/.test(entry) || URL.canParse(entry));
}

/** As browsers send it: without the usual port, and with the ASCII form of other alphabets. */
function normalize(entry: string): string {
  return /^https?:/.test(entry) && isExact(entry) ? new URL(entry).origin : entry;
}
