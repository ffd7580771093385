/** Keeps values in cookies that all hosts of a registrable domain share: `www.shop.example` and `checkout.shop.example`. */
import { attempt } from "../attempt.ts";
import type { Store } from "./platform.ts";

/** 400 days, the longest time that browsers allow (RFC 6265bis, section 5.5). Safari makes seven days of it. */
const MAX_AGE_SECONDS = 34_560_000;

/** Ids, decisions and sessions are made of it. Everything else is somebody else's, or not for a cookie. */
const VALUE = /^[\w -]{1,99}$/;

/** Other cookies are the page's own, also one named `clickstream`. */
const OWN_PREFIX = "clickstream.";

/** Keys have colons and values have spaces. Servers that read cookies understand neither. */
const toCookieText = (text: string): string => text.replace(/[: ]/g, ".");

/** Returns a store of what cookies take. What they do not take is absent when it is read. */
export function createCookieStore(): Store {
  /** `""`: cookies are not kept as they are written, and count no more. */
  let domain: string | undefined;

  const cookies = (): readonly string[] => (attempt(() => document.cookie) ?? "").split("; ");

  const read = (key: string): string | undefined => {
    const start = `${toCookieText(key)}=`;
    const cookie = domain === "" ? undefined : cookies().find((each) => each.startsWith(start));
    const value = cookie?.slice(start.length).replaceAll(".", " ") ?? "";
    return VALUE.test(value) ? value : undefined;
  };

  const set = (key: string, value: string, ofDomain: string, maxAgeSeconds: number): void => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    const cookie = `${toCookieText(key)}=${toCookieText(value)}`;
    attempt(() => {
      document.cookie = `${cookie}; Domain=${ofDomain}; Path=/; Max-Age=${maxAgeSeconds}; SameSite=Lax${secure}`;
    });
  };

  /** The shortest comes first: `example`, `shop.example`, `www.shop.example`. */
  const suffixes = (): readonly string[] => {
    const labels = location.hostname.split(".");
    return labels.map((_, index) => labels.slice(-1 - index).join("."));
  };

  return {
    read,
    /**
     * The first value that is written finds the domain. Browsers refuse a cookie for a public suffix, such as `co.uk`,
     * so the shortest domain that keeps it is the registrable domain. Another script may have a cookie of the same name
     * for this host or path, and that one is read: then cookies do not count.
     */
    write(key, value) {
      if (domain === "" || !VALUE.test(value)) return;
      const candidates = domain ? [domain] : suffixes();
      domain = candidates.find((candidate) => {
        set(key, value, candidate, MAX_AGE_SECONDS);
        return read(key) === value;
      });
      domain ??= "";
    },
    remove(key) {
      for (const suffix of suffixes()) set(key, "", suffix, 0);
    },
    keys: (prefix) =>
      cookies()
        .filter((each) => each.startsWith(OWN_PREFIX))
        .map((each) => each.replace(/=.*/, "").replaceAll(".", ":"))
        .filter((key) => key.startsWith(prefix)),
  };
}
