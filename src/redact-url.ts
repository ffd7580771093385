/** Takes out of a URL what is nobody's business: logins, fragments, unknown values, and what looks like a secret. Pure. */

/** They say where a visitor came from or looked for, and not who it is. `utm_*` stands for all of that kind. */
export const URL_PARAMETERS: readonly string[] = "utm_* gclid q query page sort category".split(" ");

/**
 * Takes a path as well. Keeps the values of `parameters`. Returns `undefined` for no URL. Each step is bounded, so the
 * time is linear, and nothing looks behind, which Safari before 16.4 can't read.
 */
export function redactUrl(url: unknown, parameters = URL_PARAMETERS): string | undefined {
  const redacted = String(url ?? "")
    // The fragment; all but the scheme of a URL without a host, which is content (`data:`, `mailto:`); the login.
    .replace(/#.*|^([\w+.-]+:)(?!\/\/).*|^([^/?#&;=]*\/\/)[^/?#]*@/gs, "$1$2")
    // In the query, or in the path: `/cart;jsessionid=1`.
    .replace(/([?&;]([^?&;=]+)=)[^?&;]+/g, (parameter, start: string, name: string) =>
      parameters.includes(name.replace(/^utm_.*/, "utm_*")) ? parameter : start + "redacted",
    )
    // In this order: a mail address; 14 digits, so a card, but not an EAN; with a digit among them, 20 letters and
    // digits without a pause, 20 of a UUID, or 20 of mixed case (hex, base64, and all that is made of them, as JWTs
    // are). Slugs and words are none of these.
    .replace(/[^/?&;=]+/g, (piece) =>
      /.@[^@]+\.\D|(\d[ +-]?){14}|(?=.{0,18}\d)([A-Za-z\d]{20}|[\dA-Fa-f-]{20}|(?=.{0,18}[a-z][A-Z])(?=.{0,18}\d[a-z])[\w/-]{20})/.test(
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- decodeURIComponent throws where encoding is broken
        unescape(unescape(piece)),
      )
        ? "redacted"
        : piece,
    );
  return redacted.slice(0, 2_048) || undefined;
}
