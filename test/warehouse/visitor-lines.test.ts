/** Which lines of an object are the visitor's. */
import { describe, expect, test } from "vitest";
import { findLines } from "../../examples/warehouse/erase/visitor-lines.ts";
import type { Visitor } from "../../examples/warehouse/erase/visitor.ts";

const VISITOR: Visitor = { client: ["ada"], user: ["42", 'a"b'], firstParty: ["cookie-1"] };

const isFound = (line: string): boolean => findLines(line, VISITOR).lines === 1;

describe("a line is the visitor's", () => {
  test.each([
    ["by its client_id", { client_id: "ada" }],
    ["by its user_id", { user_id: "42" }],
    ["by a user_id that is a number", { user_id: 42 }],
    ["by a user_id that JSON has to escape", { user_id: 'a"b' }],
    ["by the id in the ingest's cookie", { client_id: "new", _ingest: { first_party_id: "cookie-1" } }],
    ["by what it claimed beside a token", { user_id: "u1", _ingest: { claimed: { user_id: "42" } } }],
    ["by an id that the ingest replaced", { client_id: "new", _ingest: { original: { client_id: "ada" } } }],
  ])("%s", (_, event) => {
    expect(isFound(JSON.stringify(event))).toBe(true);
  });

  test("if it is no JSON and has the id somewhere", () => {
    expect(isFound(`{"client_id":"ada", broken`)).toBe(true);
    expect(isFound(`{"user_id":42, broken`)).toBe(true);
    expect(isFound(`{"user_id":"a\\"b", broken`)).toBe(true);
  });
});

describe("a line is another's", () => {
  test.each([
    ["if it mentions the id in a property", { client_id: "bob", properties: { friend: "ada", user_id: "42" } }],
    ["if an id of another kind is the same", { client_id: "42", user_id: "ada", session_id: "cookie-1" }],
    ["if its id only begins as that of the visitor", { client_id: "adam", user_id: "421" }],
    ["if it has no id", { event_name: "page_view" }],
  ])("%s", (_, event) => {
    expect(isFound(JSON.stringify(event))).toBe(false);
  });

  test.each([`["ada"]`, `"ada"`, `null`, `{"user_id":421, broken`, `{"client_id":"ada-2", broken`])(
    "if it is %s",
    (line) => {
      expect(isFound(line)).toBe(false);
    },
  );
});

test("the lines of others stay as they are, one in each line, and the events of the visitor are named", () => {
  const own = JSON.stringify({ event_id: "id-1", client_id: "ada" });
  const others = `{"client_id" : "bob"}`;
  expect(findLines(`\ufeff${own}\n\n ${others} \r\n{"client_id":"ada"}\nbroken`, VISITOR)).toEqual({
    lines: 2,
    eventIds: ["id-1"],
    others: ` ${others} \r\nbroken\n`,
  });
});
