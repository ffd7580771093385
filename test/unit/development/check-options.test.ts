import { describe, expect, test } from "vitest";
import { createTracker, type TrackerOptions } from "../../../src/development/index.ts";
import { createTestPlatform, ENDPOINT } from "../test-platform.ts";

const create = (options: object) => () => createTracker(options as TrackerOptions, createTestPlatform());

describe("a wrong option is a TypeError that names it, what came and what was expected", () => {
  test.each([
    [{ endpoint: "clickstream" }, 'option "endpoint" is string clickstream, expected string /^https?:\\/\\/[^/]/'],
    [
      { endpoint: "ftp://example.com" },
      'option "endpoint" is string ftp://example.com, expected string /^https?:\\/\\/[^/]/',
    ],
    [{ endpoint: null }, 'option "endpoint" is object null, expected string /^https?:\\/\\/[^/]/'],
    [{ name: "my shop" }, 'option "name" is string my shop, expected string /^[\\w-]{1,32}$/'],
    [{ maxBatchEvents: 0 }, 'option "maxBatchEvents" is number 0, expected number /^[1-9]\\d{0,8}$/'],
    [{ maxBatchBytes: 1.5 }, 'option "maxBatchBytes" is number 1.5, expected number /^[1-9]\\d{0,8}$/'],
    [{ flushIntervalMs: "1000" }, 'option "flushIntervalMs" is string 1000, expected number /^[1-9]\\d{0,8}$/'],
    [{ requestTimeoutMs: NaN }, 'option "requestTimeoutMs" is number NaN, expected number /^[1-9]\\d{0,8}$/'],
    [{ sessionTimeoutMs: Infinity }, 'option "sessionTimeoutMs" is number Infinity, expected number /^[1-9]\\d{0,8}$/'],
    [{ sharedSession: "tab" }, 'option "sharedSession" is string tab, expected boolean'],
    [{ credentials: "same" }, 'option "credentials" is string same, expected string /^(omit|include)$/'],
    [{ consent: true }, 'option "consent" is boolean true, expected object'],
    [{ debug: "yes" }, 'option "debug" is string yes, expected boolean'],
    [{ compress: Symbol("no") }, 'option "compress" is symbol Symbol(no), expected boolean'],
    [{ urlParameters: "q" }, 'option "urlParameters" is string q, expected object'],
    [{ onDrop: "log" }, 'option "onDrop" is string log, expected function'],
    [{ endpoit: "https://a.example" }, 'option "endpoit" is string https://a.example, expected endpoint,name,'],
  ])("%o", (options, message) => {
    expect(create(options)).toThrow(TypeError);
    expect(create(options)).toThrow(`clickstream: ${message}`);
  });
});

test("on a server, too", () => {
  expect(() => createTracker({ endpoint: "clickstream" })).toThrow(TypeError);
  expect(() => createTracker({ endpoint: ENDPOINT })).not.toThrow();
});

test("an option that is undefined counts as absent", () => {
  expect(create({ endpoint: undefined, name: undefined })).not.toThrow();
});
