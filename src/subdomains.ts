/** Keeps one visitor, one shared session and one decision for all subdomains of a site, in first-party cookies. */
import type { VisitorStore } from "./options.ts";
import { createCookieStore } from "./platform/cookies.ts";
import type { Store } from "./platform/platform.ts";

export type { VisitorStore };

/** What names the visitor and the visit, where a cookie takes the name. Everything else stays in the host's storage. */
const SHARED_KEYS = /^clickstream:[\w-]+:(client_id|session_id|session_number)$/;

/**
 * Creates what `createTracker({ visitorStore })` and `createConsent({ visitorStore })` share with the other subdomains.
 *
 * The ids are kept in cookies of the registrable domain, such as `shop.example`, and in `localStorage`, too. Where
 * cookies are blocked, `localStorage` is all, and each subdomain has its own visitor.
 *
 * @example
 * const visitorStore = shareOverSubdomains();
 * const consent = createConsent({ visitorStore });
 * const tracker = createTracker({ endpoint, consent, visitorStore, sharedSession: true });
 */
export function shareOverSubdomains(): VisitorStore {
  return shareBy(createCookieStore());
}

/**
 * The same by any store, for tests.
 *
 * @internal
 */
export function shareBy(cookies: Store): VisitorStore {
  return { cookies, place: (platform) => ({ ...platform, local: withCookies(platform.local, cookies) }) };
}

/**
 * Returns `local` with the shared keys in `cookies`, too. A cookie comes first, since other hosts may have written it.
 * A cookie that is gone comes back out of `local`: Safari keeps a cookie of a script for seven days, and `local` for
 * seven days without a visit.
 */
function withCookies(local: Store, cookies: Store): Store {
  return {
    ...local,
    read(key) {
      const kept = local.read(key);
      if (!SHARED_KEYS.test(key)) return kept;
      const shared = cookies.read(key);
      if (shared === undefined) {
        if (kept !== undefined) cookies.write(key, kept);
        return kept;
      }
      if (shared !== kept) local.write(key, shared);
      return shared;
    },
    write(key, value) {
      local.write(key, value);
      if (SHARED_KEYS.test(key)) cookies.write(key, value);
    },
    remove(key) {
      local.remove(key);
      cookies.remove(key);
    },
  };
}
