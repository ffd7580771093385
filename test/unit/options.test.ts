import { describe, expect, test } from "vitest";
import { createTracker, type TrackerOptions } from "../../src/index.ts";
import { createTestPlatform } from "./test-platform.ts";

const create = (options: object) => () => createTracker(options as TrackerOptions, createTestPlatform());

describe("a wrong option is a TypeError that names it, what came and what was expected", () => {
  test.each([
    [{ endpoint: "clickstream" }, 'option "endpoint" is "clickstream", expected an absolute http(s) URL'],
    [{ endpoint: "ftp://example.com" }, 'option "endpoint" is "ftp://example.com", expected an absolute http(s) URL'],
    [{ endpoint: null }, 'option "endpoint" is null, expected an absolute http(s) URL'],
    [{ name: "my shop" }, 'option "name" is "my shop", expected 1 to 32 letters, digits, _ or -'],
    [{ maxBatchEvents: 0 }, 'option "maxBatchEvents" is 0, expected a positive whole number'],
    [{ maxBatchBytes: 1.5 }, 'option "maxBatchBytes" is 1.5, expected a positive whole number'],
    [{ flushIntervalMs: "1000" }, 'option "flushIntervalMs" is "1000", expected a positive whole number'],
    [{ requestTimeoutMs: NaN }, 'option "requestTimeoutMs" is NaN, expected a positive whole number'],
    [{ sessionTimeoutMs: Infinity }, 'option "sessionTimeoutMs" is Infinity, expected a positive whole number'],
    [{ onDrop: "log" }, 'option "onDrop" is "log", expected a function'],
    [{ endpoit: "https://a.example" }, 'option "endpoit" is "https://a.example", expected one of endpoint,name,'],
  ])("%o", (options, message) => {
    expect(create(options)).toThrow(TypeError);
    expect(create(options)).toThrow(`clickstream: ${message}`);
  });
});

test("an option that is undefined counts as absent", () => {
  expect(create({ endpoint: undefined, name: undefined })).not.toThrow();
});
