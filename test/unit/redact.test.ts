import { expect, test } from "vitest";
import { redactUrl } from "../../src/redact.ts";

test.each([
  ["https://user:pass@shop.example/a#token=1", "https://shop.example/a"],
  ["https://shop.example/?token=1&utm_source=mail", "https://shop.example/?token=redacted&utm_source=mail"],
  ["https://shop.example/?q=teapot&email=a%40b.c", "https://shop.example/?q=teapot&email=redacted"],
  ["https://shop.example/?token=1&token=2", "https://shop.example/?token=redacted&token=redacted"],
  ["https://shop.example/?query_id=1&page=2&pages=3", "https://shop.example/?query_id=redacted&page=2&pages=redacted"],
  ["https://shop.example/a@b?c=d#e?f=g", "https://shop.example/a@b?c=redacted"],
  ["https://shop.example/?%71=1", "https://shop.example/?%71=redacted"],
])("%s becomes %s", (url, expected) => {
  expect(redactUrl(url)).toBe(expected);
});

test.each(["", undefined])("%j is no URL", (url) => {
  expect(redactUrl(url)).toBeUndefined();
});

test("is never longer than an endpoint takes", () => {
  expect(redactUrl(`https://shop.example/${"a".repeat(5_000)}`)).toHaveLength(2_048);
});
