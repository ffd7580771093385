/** Decides whether a caller has sent every secret that is required. Pure. */
import { createHash, timingSafeEqual } from "node:crypto";

/** For each identity source of the authorizer, in its order, the secrets that are accepted. */
export type AcceptedSecrets = readonly (readonly string[])[];

/**
 * Parses comma-separated lists, one for each identity source that is in use. A list has two secrets while one is being
 * replaced: both are accepted until every caller has the new one.
 */
export function parseAcceptedSecrets(lists: readonly (string | undefined)[]): AcceptedSecrets {
  return lists.map(parseList).filter((secrets) => secrets.length > 0);
}

/**
 * Reads nothing except the identity sources: the gateway caches the answer by exactly these values, so an answer that
 * depended on anything else would also be given to other callers.
 */
export function isAuthorized(accepted: AcceptedSecrets, sent: readonly string[] | null | undefined): boolean {
  if (accepted.length === 0 || sent?.length !== accepted.length) return false;
  return accepted.every((secrets, at) => includesSecret(secrets, sent[at] ?? ""));
}

function parseList(list: string | undefined): readonly string[] {
  const secrets = (list ?? "").split(",").map((secret) => secret.trim());
  return secrets.filter((secret) => secret !== "");
}

/** Compares with every secret, even after a match, so that the time taken reveals nothing about them. */
function includesSecret(secrets: readonly string[], sent: string): boolean {
  return secrets.map((secret) => timingSafeEqual(digest(secret), digest(sent))).includes(true);
}

/** `timingSafeEqual` needs equal lengths, and the secret's own length should not be revealed. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
