/** Decides whether a caller has sent every secret that is required. Pure. */
import { createHash, timingSafeEqual } from "node:crypto";

/** For each identity source of the authorizer, in its order, the secrets that are accepted. */
export type AcceptedSecrets = readonly (readonly string[])[];

/** A shorter one could be guessed. */
const MIN_SECRET_CHARS = 16;

/**
 * Reads the values of a JSON object. It has two while one is being replaced: both are accepted until every caller has
 * the new one. Values that are too short, or no texts, are not accepted.
 */
export function parseSecrets(json: string): readonly string[] {
  const parsed: unknown = JSON.parse(json);
  if (typeof parsed !== "object" || parsed === null) return [];
  return Object.values(parsed).filter(
    (secret): secret is string => typeof secret === "string" && secret.length >= MIN_SECRET_CHARS,
  );
}

/**
 * Reads nothing except the identity sources: the gateway caches the answer by exactly these values, so an answer that
 * depended on anything else would also be given to other callers.
 */
export function isAuthorized(accepted: AcceptedSecrets, sent: readonly string[] | null | undefined): boolean {
  if (accepted.length === 0 || sent?.length !== accepted.length) return false;
  return accepted.every((secrets, at) => includesSecret(secrets, sent[at] ?? ""));
}

/** Compares with every secret, even after a match, so that the time taken reveals nothing about them. */
function includesSecret(secrets: readonly string[], sent: string): boolean {
  return secrets.map((secret) => timingSafeEqual(digest(secret), digest(sent))).includes(true);
}

/** `timingSafeEqual` needs equal lengths, and the secret's own length should not be revealed. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
