/** Decides whether a caller has shown every secret that the gateway asks for. Pure. */
import { createHash, timingSafeEqual } from "node:crypto";

/** For each identity source of the gateway's authorizer, in its order, the secrets that open it. */
export type Locks = readonly (readonly string[])[];

/**
 * Reads comma-separated lists, one for each identity source that is in use. Two secrets in a list are how one is
 * exchanged for another: both open until every caller has the new one.
 */
export function parseLocks(lists: readonly (string | undefined)[]): Locks {
  return lists.map(parseList).filter((secrets) => secrets.length > 0);
}

/**
 * Looks at nothing but the identity sources: the gateway keeps the answer under exactly these values, so that an answer
 * that hung on anything else would be given to callers who never showed it.
 */
export function isAuthorized(locks: Locks, shown: readonly string[] | null | undefined): boolean {
  if (locks.length === 0 || shown?.length !== locks.length) return false;
  return locks.every((secrets, at) => opens(secrets, shown[at] ?? ""));
}

function parseList(list: string | undefined): readonly string[] {
  const secrets = (list ?? "").split(",").map((secret) => secret.trim());
  return secrets.filter((secret) => secret !== "");
}

/** Compares with each secret, found or not: how long that takes tells nothing about any of them. */
function opens(secrets: readonly string[], shown: string): boolean {
  return secrets.map((secret) => timingSafeEqual(digest(secret), digest(shown))).includes(true);
}

/** `timingSafeEqual` wants equal lengths, and a length would tell something, too. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
