/** Faults in how the ingest gives fields their types, and keeps what does not fit. */
import { begin, removeOperand, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, constant, operand } from "../select.ts";
import { AMOUNT, BODY, EVENT_ID, EXACT_JSON, READABLE, READ_FIELDS, TIMESTAMP } from "./tests.ts";

const EVENT = "examples/ingest-lambda/src/event";

export const TYPING: readonly Mutant[] = [
  {
    intent: "a price is read as far as it goes",
    in: `${EVENT}/amount.ts`,
    function: "parseAmount",
    change: begin((at) => `if (!Number.isNaN(parseFloat(${at.parameter(0)}))) return parseFloat(${at.parameter(0)});`),
    tests: [AMOUNT],
  },
  {
    intent: "a price that may be a thousand or a fraction is read",
    in: `${EVENT}/amount.ts`,
    function: "parseAmount",
    change: removeOperand(operand(constant("AMBIGUOUS"))),
    tests: [AMOUNT],
  },
  {
    intent: "a long number loses its digits",
    in: "examples/ingest-lambda/src/exact-json.ts",
    function: "keepDigits",
    change: begin((at) => `return ${at.parameter(1)};`),
    tests: [EXACT_JSON],
  },
  {
    intent: "an event that has a list of events is taken for a batch",
    in: "examples/ingest-lambda/src/request/body.ts",
    function: "isEvent",
    change: begin("return false;"),
    tests: [BODY],
  },
  {
    intent: "events of two pages that count 1, 2, 3 are taken for the same",
    in: `${EVENT}/event-id.ts`,
    function: "deriveId",
    change: replace(call("stringify"), (at) => `String(${at.argument(0)}.event_id)`),
    tests: [EVENT_ID],
  },
  {
    intent: "an event whose id is in capitals is stored twice",
    in: `${EVENT}/event-id.ts`,
    function: "resolveEventId",
    change: replace(call("toLowerCase"), (at) => at.object),
    tests: [EVENT_ID],
  },
  {
    intent: "a file has keys that differ by case only",
    in: `${EVENT}/readable.ts`,
    function: "listPlaced",
    change: begin((at) => `return new Set(${at.parameter(0)});`),
    tests: [READABLE],
  },
  {
    intent: "a key that differs by case only from a field stays",
    in: `${EVENT}/readable.ts`,
    function: "isMisplaced",
    change: replace(call("has"), "false"),
    tests: [READABLE],
  },
  {
    intent: "what was taken out has keys that differ by case only",
    in: `${EVENT}/original.ts`,
    function: "nameReadably",
    change: removeOperand(operand(call("has"))),
    tests: [READABLE],
  },
  {
    intent: "what does not fit its field is lost",
    in: `${EVENT}/read-fields.ts`,
    function: "readObject",
    change: replace(call("push"), "0"),
    tests: [READ_FIELDS],
  },
  {
    intent: "a price is stored that no column holds",
    in: `${EVENT}/field-types.ts`,
    function: "readDecimal",
    change: removeOperand(operand(constant("MAX_AMOUNT"))),
    tests: [READ_FIELDS],
  },
  {
    intent: "the client's timestamp is a number in one file and text in another",
    in: `${EVENT}/timestamp.ts`,
    function: "writeClaim",
    change: begin((at) => `if (typeof ${at.parameter(0)} === "number") return ${at.parameter(0)};`),
    tests: [TIMESTAMP],
  },
];
