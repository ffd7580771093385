/** Proves that the development build names a wrong option, what came and what was expected. */
import { describe, expect, test } from "vitest";
import { createTracker, type TrackerOptions } from "../../../src/development/index.ts";
import { spyConsole } from "../spy-console.ts";
import { createTestPlatform, ENDPOINT } from "../../support/test-platform.ts";

const create = (options: object) => () => createTracker(options as TrackerOptions, createTestPlatform());

describe("a wrong option is a TypeError that names it, what came and what was expected", () => {
  test.each([
    [
      { endpoint: "clickstream" },
      'the option `endpoint` must be a URL that begins with "https://", or a path that begins with "/"; got the text "clickstream"',
    ],
    [
      { endpoint: "ftp://example.com" },
      'the option `endpoint` must be a URL that begins with "https://", or a path that begins with "/"; got the text "ftp://example.com"',
    ],
    [
      { endpoint: null },
      'the option `endpoint` must be a URL that begins with "https://", or a path that begins with "/"; got null',
    ],
    [{ endpoint: "https:///" }, "the option `endpoint` must be a URL"],
    [{ name: "my shop" }, 'the option `name` must be 1 to 32 letters, digits, _ or -; got the text "my shop"'],
    [{ name: "a".repeat(33) }, "the option `name` must be 1 to 32 letters"],
    [{ maxBatchEvents: 0 }, "the option `maxBatchEvents` must be a whole number from 1 to 999,999,999; got 0"],
    [{ maxBatchBytes: 1.5 }, "the option `maxBatchBytes` must be a whole number from 1 to 999,999,999; got 1.5"],
    [
      { flushIntervalMs: "1000" },
      'the option `flushIntervalMs` must be a whole number from 1 to 999,999,999; got the text "1000"',
    ],
    [
      { flushIntervalMs: 1_000_000_000 },
      "the option `flushIntervalMs` must be a whole number from 1 to 999,999,999; got 1000000000",
    ],
    [{ requestTimeoutMs: NaN }, "the option `requestTimeoutMs` must be a whole number from 1 to 999,999,999; got NaN"],
    [
      { sessionTimeoutMs: Infinity },
      "the option `sessionTimeoutMs` must be a whole number from 1 to 999,999,999; got Infinity",
    ],
    [{ sharedSession: "tab" }, 'the option `sharedSession` must be true or false; got the text "tab"'],
    [{ credentials: "same" }, 'the option `credentials` must be "omit" or "include"; got the text "same"'],
    [{ consent: true }, "the option `consent` must be what createConsent() returns; got true"],
    [{ consent: {} }, "the option `consent` must be what createConsent() returns; got a value of type object"],
    [
      { visitorStore: {} },
      "the option `visitorStore` must be what shareOverSubdomains() returns; got a value of type object",
    ],
    [{ consent: null }, "the option `consent` must be what createConsent() returns; got null"],
    [{ debug: "yes" }, 'the option `debug` must be true or false; got the text "yes"'],
    [{ compress: Symbol("no") }, "the option `compress` must be true or false; got a value of type symbol"],
    [
      { urlParameters: "q" },
      'the option `urlParameters` must be a list of names, such as ["q", "utm_*"]; got the text "q"',
    ],
    [{ onDrop: [] }, "the option `onDrop` must be a function; got a list"],
    [{ endpoit: "https://a.example" }, "`endpoit` is not an option; did you mean `endpoint`?"],
    [{ endPoint: "https://a.example" }, "`endPoint` is not an option; did you mean `endpoint`?"],
    [{ flushInterval: 1 }, "`flushInterval` is not an option; did you mean `flushIntervalMs`?"],
    [{ sampleRate: 1 }, "`sampleRate` is not an option; the options are endpoint, name, "],
  ])("%o", (options, message) => {
    expect(create(options)).toThrow(TypeError);
    expect(create(options)).toThrow(`clickstream: ${message}`);
  });
});

test("on a server, too, and there it is said once that nothing is tracked", () => {
  const { warnings } = spyConsole();
  expect(() => createTracker({ endpoint: "clickstream" })).toThrow(TypeError);
  for (let round = 0; round < 3; round++) createTracker({ endpoint: ENDPOINT });
  expect(warnings()).toEqual([expect.stringContaining("there is no page here (a server or a worker)")]);
});

test("an option that is undefined counts as absent", () => {
  expect(create({ endpoint: undefined, name: undefined })).not.toThrow();
});

test.each([
  { maxBatchEvents: 1, maxBatchBytes: 999_999_999, flushIntervalMs: 1_000 },
  { name: "a".repeat(32), credentials: "include", compress: false, sharedSession: true, debug: false },
  { endpoint: "/clickstream" },
  { endpoint: "//ingest.example/clickstream" },
  { endpoint: "http://127.0.0.1:4001/clickstream", urlParameters: [], onDrop: () => undefined },
])("a right option is taken: %o", (options) => {
  expect(create(options)).not.toThrow();
});
