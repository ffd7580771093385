/** Takes out of a URL what is nobody's business: logins, fragments and unknown query values. Pure. */

/** Query parameters that say where a visitor came from or looked for, and not who the visitor is. */
const KEPT_PARAMETERS = /^(utm_\w+|gclid|q|query|page|sort|category)$/;

const MAX_URL_CHARS = 2_048;

/** Returns `undefined` for what is no URL. */
export function redactUrl(url: string): string | undefined {
  try {
    const parsed = new URL(url);
    parsed.username = parsed.password = parsed.hash = "";
    for (const name of [...parsed.searchParams.keys()]) {
      if (!KEPT_PARAMETERS.test(name)) parsed.searchParams.set(name, "redacted");
    }
    return parsed.href.slice(0, MAX_URL_CHARS);
  } catch {
    return undefined;
  }
}
