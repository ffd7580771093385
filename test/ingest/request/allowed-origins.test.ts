/** Which entries a list of origins may have, what each matches, and what of it CORS can say. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  findWrongOrigin,
  matchesOrigin,
  parseAllowedOrigins,
  toCorsOrigins,
} from "../../../examples/ingest-lambda/src/request/allowed-origins.ts";

test.each([
  [undefined, undefined],
  ["", undefined],
  [" , ", undefined],
  ["*", undefined],
  ["https://a.example, *", undefined],
  ["https://A.example, *.b.example ,", ["https://a.example", "*.b.example"]],
  ["https://a.example/", ["https://a.example"]],
  ["https://a.example:443,http://a.example:80", ["https://a.example", "http://a.example"]],
  ["https://bücher.example", ["https://xn--bcher-kva.example"]],
  ["capacitor://localhost,http://localhost:3000", ["capacitor://localhost", "http://localhost:3000"]],
])("reads the list %j", (list, origins) => {
  expect(parseAllowedOrigins(list)).toEqual(origins);
  expect(findWrongOrigin(list)).toBeUndefined();
});

test.each([
  "shop.example",
  "https://shop.example/shop",
  "https://pr-*.d1.amplifyapp.com",
  "https://*.*.example",
  "*shop.example",
  "https://a?b",
  "https://a b.example",
  "null",
  "ftp:shop",
])("the entry %s can match no page", (entry) => {
  expect(findWrongOrigin(`https://a.example,${entry}`)).toBe(entry);
});

describe.each([
  ["*.shop.example", ["https://www.shop.example", "https://a.b.shop.example"]],
  ["https://*.d1.amplifyapp.com", ["https://main.d1.amplifyapp.com", "https://pr-7.d1.amplifyapp.com"]],
  ["http://*.shop.example:8080", ["http://www.shop.example:8080"]],
  ["https://*", ["https://shop.example", "https://shop.example:8443", "https://evil.com"]],
  ["https://shop.example", ["https://shop.example"]],
  ["*", ["https://shop.example", "http://shop.example", "https://shop.example:8443", "https://evil.com"]],
])("the entry %s", (entry, matched) => {
  const origins = [
    "https://www.shop.example",
    "https://a.b.shop.example",
    "https://main.d1.amplifyapp.com",
    "https://pr-7.d1.amplifyapp.com",
    "http://www.shop.example:8080",
    "https://shop.example",
  ];
  const others = [
    "https://evilshop.example",
    "http://www.shop.example",
    "https://www.shop.example:8443",
    "https://WWW.shop.example",
  ];

  test.each(matched)("matches %s", (origin) => {
    expect(matchesOrigin(entry, origin)).toBe(true);
  });

  test.runIf(!entry.endsWith("*"))("matches no other", () => {
    const wrong = [...origins, ...others, "https://evil.com", "https://.shop.example.evil.com", "null", ""];
    expect(wrong.filter((origin) => matchesOrigin(entry, origin) && !matched.includes(origin))).toEqual([]);
  });
});

test("every https page matches https://*, and no other", () => {
  expect(
    ["http://shop.example", "null", "capacitor://localhost"].filter((one) => matchesOrigin("https://*", one)),
  ).toEqual([]);
});

test.each<readonly [readonly string[] | undefined, readonly string[]]>([
  [undefined, ["*"]],
  [["https://shop.example"], ["https://shop.example"]],
  [
    ["https://shop.example", "*.shop.example", "https://*.amplifyapp.com"],
    ["https://shop.example", "https://*"],
  ],
  [["http://*.shop.example:8080"], ["http://*"]],
])("of the list %j, CORS has %j, since HTTP APIs know no pattern for hosts", (allowed, origins) => {
  expect(toCorsOrigins(allowed)).toEqual(origins);
});

describe("the template's parameter AllowedOrigins", () => {
  const template = readFileSync("examples/infrastructure/sam/template.yaml", "utf8");
  const [, pattern = ""] = /AllowedOrigins:\n[^]*?AllowedPattern: (".+")/.exec(template) ?? [];
  const allowed = new RegExp(JSON.parse(pattern) as string);

  test.each([
    "*",
    "https://shop.example",
    "http://localhost:4000",
    "https://*.shop.example",
    "https://*.d1.amplifyapp.com",
    "https://xn--bcher-kva.example",
  ])("takes %s, as the function does", (entry) => {
    expect(allowed.test(entry)).toBe(true);
    expect(findWrongOrigin(entry)).toBeUndefined();
  });

  test.each(["shop.example", "https://shop.example/shop", "https://pr-*.d1.amplifyapp.com", "null", "https://"])(
    "refuses %s, as the function does",
    (entry) => {
      expect(allowed.test(entry)).toBe(false);
      expect(findWrongOrigin(entry)).toBeDefined();
    },
  );
});
