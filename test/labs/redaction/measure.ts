/** Measures how many random tokens stay in a path, and how many paths of shops are redacted. The same for each run. */
import { readFileSync } from "node:fs";
import { redactUrl } from "../../../src/event/redact-url.ts";
import { createRandom } from "../shared/seeded-random.ts";

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = UPPER.toLowerCase();
const DIGITS = "0123456789";
const BASE64URL = `${UPPER}${LOWER}${DIGITS}-_`;

export interface TokenKind {
  readonly name: string;
  readonly alphabet: string;
  readonly length: number;
  /** How many may stay, of 100. */
  readonly maxKeptPercent: number;
}

const kind = (name: string, alphabet: string, length: number): TokenKind => ({
  name,
  alphabet,
  length,
  maxKeptPercent: length < 20 ? 1 : 0.1,
});

export const TOKEN_KINDS: readonly TokenKind[] = [
  kind("base64url of 16 bytes", BASE64URL, 22),
  kind("base64url of 24 bytes", BASE64URL, 32),
  kind("base64url of 32 bytes", BASE64URL, 43),
  kind("nanoid", BASE64URL, 21),
  kind("20 URL-safe characters", BASE64URL, 20),
  kind("20 letters and digits", `${UPPER}${LOWER}${DIGITS}`, 20),
  kind("20 small letters and digits", `${LOWER}${DIGITS}`, 20),
  kind("26 characters of base32", `${UPPER}234567`, 26),
  kind("26 characters of base32, small", `${LOWER}234567`, 26),
  kind("16 hex digits", `${DIGITS}abcdef`, 16),
  kind("16 hex digits, capitals", `${DIGITS}ABCDEF`, 16),
];

export const MAX_REDACTED_PATHS_PERCENT = 0.5;

/** Slugs, dates, EANs, article numbers and categories as shops write them, in some 20 languages. */
export const SHOP_PATHS: readonly string[] = readFileSync(`${import.meta.dirname}/shop-paths.txt`, "utf8")
  .trim()
  .split("\n");

export function drawToken({ alphabet, length }: TokenKind, random: () => number): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
}

/** Returns how many of 100 tokens stay in a path. The last characters of base64 are drawn as the others are. */
export function measureKeptPercent(tokenKind: TokenKind, draws = 20_000, seed = 20261130): number {
  const random = createRandom(seed);
  let kept = 0;
  for (let drawn = 0; drawn < draws; drawn++) {
    const token = drawToken(tokenKind, random);
    if (redactUrl(`/reset/${token}`)?.includes(token)) kept++;
  }
  return (100 * kept) / draws;
}

export function findRedactedPaths(): readonly string[] {
  return SHOP_PATHS.filter((path) => redactUrl(path) !== path);
}
