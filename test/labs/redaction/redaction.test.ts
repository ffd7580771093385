/** Holds the redaction of URLs to its bounds, with random tokens and paths of shops. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { redactUrl } from "../../../src/event/redact-url.ts";
import { createRandom } from "../shared/seeded-random.ts";
import {
  drawToken,
  findRedactedPaths,
  MAX_REDACTED_PATHS_PERCENT,
  measureKeptPercent,
  SHOP_PATHS,
  TOKEN_KINDS,
} from "./measure.ts";
import { PRIVACY_PAGE, replaceTable } from "./report.ts";

test.each(TOKEN_KINDS)("of 100 tokens of $name, $maxKeptPercent stay at most", (kind) => {
  expect(measureKeptPercent(kind)).toBeLessThanOrEqual(kind.maxKeptPercent);
});

test("what shops write is kept", () => {
  expect(SHOP_PATHS).toHaveLength(2_000);
  expect(new Set(SHOP_PATHS).size).toBe(SHOP_PATHS.length);
  const most = (SHOP_PATHS.length * MAX_REDACTED_PATHS_PERCENT) / 100;
  expect(findRedactedPaths().length, findRedactedPaths().join("\n")).toBeLessThanOrEqual(most);
});

describe("a token is found", () => {
  const [longest] = TOKEN_KINDS.filter(({ name }) => name === "base64url of 32 bytes");
  const random = createRandom(7);
  const tokens = Array.from({ length: 200 }, () => longest && drawToken(longest, random));

  test.each(["|", ":", ";", "!", "~", ".", ",", "+", "$", "*", "'", "("])("beside a %s", (sign) => {
    const separators = [sign, encodeURIComponent(sign), `%${sign.charCodeAt(0).toString(16)}`];
    for (const separator of [...separators, ...separators.map(encodeURIComponent)]) {
      const kept = tokens.filter((token) => redactUrl(`/a${separator}${token}${separator}b`)?.includes(String(token)));
      expect(kept.length, separator).toBeLessThanOrEqual(1);
    }
  });

  test.each(["", "s_", "sess-", "user_1-"])("after %j", (beginning) => {
    const kept = tokens.filter((token) => redactUrl(`/a/${beginning}${token}`)?.includes(String(token)));
    expect(kept.length).toBeLessThanOrEqual(1);
  });
});

test("docs/privacy.md has the table of today: npm run redaction", () => {
  const page = readFileSync(PRIVACY_PAGE, "utf8");
  const words = (text: string): string => text.replaceAll(/[\s-]+/g, " ");
  expect(words(page)).toBe(words(replaceTable(page)));
});
