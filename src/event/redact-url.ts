/** Removes from a URL what may be private: logins, fragments, unknown values, and what looks like a secret. Pure. */
import { MAX_URL_CHARS } from "../limits.ts";

/** Parameters that say where a visitor came from or what was looked for. `utm_*` stands for all that begin so. */
export const URL_PARAMETERS: readonly string[] = "utm_* gclid q query page sort category".split(" ");

/** The fragment; all but the scheme of a URL without a host (`data:`, `mailto:`); the login. $1 and $2 stay. */
const NEVER_STORED = /#.*|^([\w+.-]+:)(?!\/\/).*|^([^/?#&;=]*\/\/)[^/?#]*@/gs;

/** A parameter in the query, or in the path (`/cart;jsessionid=1`): its start, its name, its value. */
const PARAMETER = /([?&;]([^?&;=]+)=)[^?&;]+/g;

/** What lies between two separators of a path or a query. */
const PIECE = /[^/?&;=]+/g;

/**
 * In this order: a mail address; 14 digits, so a card, and not an EAN; with a digit among them, 20 letters and digits
 * without a pause, 20 of a UUID, or 20 of mixed case (hex, base64, and what is made of them, such as a JWT). Slugs and
 * words are none of these. Nothing looks behind, which Safari before 16.4 can't read.
 */
const SECRET =
  /.@[^@]+\.\D|(\d[ +-]?){14}|(?=.{0,18}\d)([A-Za-z\d]{20}|[\dA-Fa-f-]{20}|(?=.{0,18}[a-z][A-Z])(?=.{0,18}\d[a-z])[\w/-]{20})/;

/**
 * Takes a path as well. Keeps the values of `parameters`, unless they look like a secret. Each step is bounded, so the
 * time is linear.
 *
 * @returns `undefined` for no URL
 */
export function redactUrl(url: unknown, parameters = URL_PARAMETERS): string | undefined {
  const redacted = String(url ?? "")
    .replace(NEVER_STORED, "$1$2")
    .replace(PARAMETER, (parameter, start: string, name: string) =>
      parameters.includes(name.replace(/^utm_.*/, "utm_*")) ? parameter : `${start}redacted`,
    )
    .replace(PIECE, (piece) => (SECRET.test(decode(piece)) ? "redacted" : piece));
  return redacted.slice(0, MAX_URL_CHARS) || undefined;
}

/** Decodes twice, as a URL inside a URL is encoded twice. */
function decode(piece: string): string {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- decodeURIComponent throws where encoding is broken
  return unescape(unescape(piece));
}
