/** Keeps the public keys of an issuer, asks for them seldom, and never for longer than a second. */
import type { Exchange } from "../connections.ts";
import { isJsonObject, type JsonObject } from "../json.ts";

/** A key as the issuer publishes it: RFC 7517. */
export type Jwk = JsonObject & { readonly kid: string; readonly kty: string };

export type FoundKey =
  | { readonly kind: "key"; readonly key: Jwk }
  /** `unknown_key`: the issuer was asked, and does not list it. `keys_unavailable`: the issuer does not answer. */
  | { readonly kind: "fault"; readonly reason: "unknown_key" | "keys_unavailable" };

/** Never rejects. */
export type FindKey = (kid: string) => Promise<FoundKey>;

/** The events wait so long, at most once in each pause. */
const ANSWER_WITHIN_MS = 1_000;

/** Anybody can send tokens with keys that do not exist, and a server that is down does not come back by being asked. */
const PAUSE_MS = 10_000;

/** An issuer that takes a key back does so by no longer listing it. */
const MAX_AGE_MS = 3_600_000;

export interface KeySourceOptions {
  readonly issuer: string;
  readonly exchange: Exchange;
  /** A clock, since timers do not run while the function is frozen. */
  readonly now: () => number;
}

export function createKeySource({ issuer, exchange, now }: KeySourceOptions): FindKey {
  let keys: readonly Jwk[] | undefined;
  let keptAtMs = -Infinity;
  let askedAtMs = -Infinity;
  let hasFailed = false;
  let pending: Promise<void> | undefined;

  async function ask(): Promise<void> {
    askedAtMs = now();
    const fetched = await fetchKeys(issuer, exchange, AbortSignal.timeout(ANSWER_WITHIN_MS)).catch(() => undefined);
    hasFailed = fetched === undefined;
    if (fetched === undefined) return;
    keys = fetched;
    keptAtMs = now();
  }

  return async (kid) => {
    const find = (): Jwk | undefined => keys?.find((key) => key.kid === kid);
    // By the distance, so that a clock that was set back ends no pause late.
    const isFresh = find() !== undefined && Math.abs(now() - keptAtMs) < MAX_AGE_MS;
    if (!isFresh && (pending !== undefined || Math.abs(now() - askedAtMs) >= PAUSE_MS)) {
      pending ??= ask().finally(() => {
        pending = undefined;
      });
      await pending;
    }
    // Keys that could not be renewed are used on.
    const key = find();
    if (key !== undefined) return { kind: "key", key };
    return { kind: "fault", reason: hasFailed ? "keys_unavailable" : "unknown_key" };
  };
}

async function fetchKeys(issuer: string, exchange: Exchange, signal: AbortSignal): Promise<readonly Jwk[] | undefined> {
  const read = async (url: string): Promise<JsonObject> => {
    const { status, body } = await exchange(
      { method: "GET", url, headers: { accept: "application/json" }, body: "" },
      signal,
    );
    return status === 200 ? parseObject(body) : {};
  };
  const base = issuer.replace(/\/$/, "");
  const { keys } = await read((await findJwksUri(base, read)) ?? `${base}/.well-known/jwks.json`);
  return Array.isArray(keys) ? keys.filter(isJwk) : undefined;
}

/** A host may answer each unknown path with its page. */
function parseObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html */
const COGNITO = /^https:\/\/(?:issuer-)?cognito-idp\./;

/** Cognito's keys have a fixed place. Other issuers say where theirs are: OpenID Connect Discovery 1.0, section 4. */
async function findJwksUri(base: string, read: (url: string) => Promise<JsonObject>): Promise<string | undefined> {
  if (COGNITO.test(base)) return undefined;
  const { jwks_uri } = await read(`${base}/.well-known/openid-configuration`);
  return typeof jwks_uri === "string" && isTrustworthy(jwks_uri) ? jwks_uri : undefined;
}

/** By https. On this machine, for tests and the demo, also by http. */
export function isTrustworthy(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname));
}

function isJwk(value: unknown): value is Jwk {
  return isJsonObject(value) && typeof value.kid === "string" && typeof value.kty === "string";
}
