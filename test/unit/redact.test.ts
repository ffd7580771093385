import { expect, test } from "vitest";
import { redactUrl } from "../../src/redact.ts";

test.each([
  ["https://user:pass@shop.example/a#token=1", "https://shop.example/a"],
  ["https://shop.example/?token=1&utm_source=mail", "https://shop.example/?token=redacted&utm_source=mail"],
  ["https://shop.example/?q=teapot&email=a%40b.c", "https://shop.example/?q=teapot&email=redacted"],
  ["https://shop.example/?token=1&token=2", "https://shop.example/?token=redacted"],
  ["https://shop.example/käse", "https://shop.example/k%C3%A4se"],
])("%s becomes %s", (url, expected) => {
  expect(redactUrl(url)).toBe(expected);
});

test.each(["", "not a url", "/relative"])("%j is no URL", (url) => {
  expect(redactUrl(url)).toBeUndefined();
});

test("is never longer than an endpoint takes", () => {
  expect(redactUrl(`https://shop.example/${"a".repeat(5_000)}`)).toHaveLength(2_048);
});
