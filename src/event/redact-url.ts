/** Removes from a URL what may be private: logins, fragments, unknown values, and what looks like a secret. Pure. */
import { MAX_URL_CHARS } from "../limits.ts";

/**
 * Parameters that say where a visitor came from or what was looked for. `utm_*` stands for all that begin so. The click
 * ids are of Google, Microsoft, Meta, TikTok, X, LinkedIn and Pinterest.
 */
export const URL_PARAMETERS: readonly string[] =
  "utm_* gclid gbraid wbraid gad_campaignid msclkid fbclid ttclid twclid li_fat_id epik q query page sort category".split(
    " ",
  );

/**
 * The fragment, unless it is the path of a hash router; all but the scheme of a URL without a host (`data:`,
 * `mailto:`); a login. $1 and $2 stay.
 */
const NEVER_STORED = /(?!^#\/)#.*|^([\w+.-]+:)(?!\/\/).*|(\/\/)(\/?[^/?#=@]*@)+/gs;

/** What lies between two separators of a path or a query: its name, and the value of a parameter. */
const PIECE = /([^/?&;=]+)(=[^?&;]+)?/g;

/** Has no place in a value that the site keeps: a mail address, a login, another parameter. `=` at the end is base64. */
const FOREIGN = /.@[^@]+\.\D|[:/][^:/]*@|[^\w=]\w*\]?=[^=]/;

/**
 * A parameter; 14 digits, so a card, and not an EAN; a phone number; 16 hex digits, also those of a UUID; 20 letters and
 * digits without a pause, unless they are letters that a word may have.
 */
const SECRET =
  /=|(\d{4}[ +-]?){3}\d\d|\+\d{9}|[\da-f]{8}(-?[\da-f]{4}){2}|(?=[a-z]{0,19}(\d|q[^u]|j[^aeiouy]|[^aeiouy]x))[a-z\d]{20}/i;

/** Where the class of characters changes within a word. A word may begin with a capital. */
const CHANGE = /[a-z](?=[A-Z\d])|[A-Z](?=\d|[A-Z][a-z])|\d(?=[A-Za-z])/;

/**
 * Takes a path as well. Keeps the values of `parameters`. Each step is bounded or reads on, so the time is linear.
 * Nothing looks behind, which Safari before 16.4 can't read.
 *
 * @returns `undefined` for no URL
 */
export function redactUrl(url: unknown, parameters = URL_PARAMETERS): string | undefined {
  const redacted = String(url ?? "")
    .replace(NEVER_STORED, "$1$2")
    .replace(PIECE, (piece: string, name: string, value: string | undefined) => {
      const isNamed = value && parameters.includes(name.replace(/^utm_.*/, "utm_*"));
      if (isNamed && !FOREIGN.test(decode(value))) return piece;
      return (isSecret(decode(name)) ? "redacted" : name) + (value ? "=redacted" : "");
    });
  return redacted.slice(0, MAX_URL_CHARS) || undefined;
}

/**
 * Returns a function that redacts as `redactUrl`, and remembers the last few results: most events of a page have the same
 * URLs.
 */
export function createRedactor(parameters: readonly string[]): (url: string | undefined) => string | undefined {
  const maxResults = 9;
  const results = new Map<string | undefined, string | undefined>();
  return (url) => {
    if (results.size > maxResults) results.clear();
    if (!results.has(url)) results.set(url, redactUrl(url, parameters));
    return results.get(url);
  };
}

function isSecret(name: string): boolean {
  return FOREIGN.test(name) || SECRET.test(name) || name.split(/[^\w-]/).some(isToken);
}

/**
 * Tells base64url, a nanoid and the like from the words of a slug: both cases, and many changes for their length. The
 * numbers are measured by `npm run redaction`.
 */
function isToken(run: string): boolean {
  const isOfBothCases = /[a-z]/.test(run) && /[A-Z]/.test(run);
  return run.length >= 20 && isOfBothCases && 3 * run.split(CHANGE).length > run.length - 10;
}

/** Decodes twice, as a URL inside a URL is encoded twice. */
function decode(piece: string): string {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- decodeURIComponent throws where encoding is broken
  return unescape(unescape(piece));
}
