/** What API Gateway makes of whatever a function returns. */
import { expect, test } from "vitest";
import { readResult } from "../../../examples/demo/gateway/response.ts";

const JSON_TYPE = { "content-type": "application/json" };

test.each([
  [
    "an answer",
    { statusCode: 202, headers: { "X-A": 1 }, body: "x" },
    { status: 202, headers: { "x-a": "1" }, text: "x" },
  ],
  [
    "a body in base64",
    { statusCode: 200, body: "eA==", isBase64Encoded: true },
    { status: 200, headers: {}, text: "x" },
  ],
  ["an answer without a body", { statusCode: 204 }, { status: 204, headers: {}, text: "" }],
  ["an object without a status", { error: "x" }, { status: 200, headers: JSON_TYPE, text: '{"error":"x"}' }],
  ["a text", "x", { status: 200, headers: JSON_TYPE, text: "x" }],
  ["nothing", undefined, { status: 200, headers: JSON_TYPE, text: "null" }],
  [
    "a status that is none",
    { statusCode: "200" },
    { status: 500, headers: JSON_TYPE, text: '{"message":"Internal Server Error"}' },
  ],
])("%s", (_name, result, { text, ...expected }) => {
  const response = readResult(result);

  expect(response).toMatchObject(expected);
  expect(response.body.toString()).toBe(text);
});

test.each([
  [199, 500],
  [200, 200],
  [599, 599],
  [600, 500],
])("a status of %i becomes %i", (statusCode, status) => {
  expect(readResult({ statusCode }).status).toBe(status);
});

test("headers and cookies of a wrong type are left out", () => {
  const { status, headers, cookies } = readResult({ statusCode: 200, headers: "x", cookies: "a=1" });

  expect({ status, headers, cookies }).toEqual({ status: 200, headers: {}, cookies: [] });
});

test("cookies are handed on", () => {
  expect(readResult({ statusCode: 200, cookies: ["a=1", "b=2"] }).cookies).toEqual(["a=1", "b=2"]);
});
