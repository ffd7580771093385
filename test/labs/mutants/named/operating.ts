/** Faults in the erasure of a visitor, and in the loader that works through a queue. */
import { begin, remove, removeOperand, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, condition, operand, read } from "../select.ts";
import { ID_COOKIE, LOADERS_AT_ONCE, NOTIFICATION, PARSE_KEYS, QUEUE, VISITOR_LINES } from "./tests.ts";

export const OPERATING: readonly Mutant[] = [
  {
    intent: "a line of the list that is no object is taken for one",
    in: "examples/warehouse/erase/parse-keys.ts",
    function: "parseLine",
    change: replace(condition(call("isLoadable")), "true"),
    tests: [PARSE_KEYS],
  },
  {
    intent: "a broken line that has the visitor's id stays",
    in: "examples/warehouse/erase/visitor-lines.ts",
    function: "mentions",
    change: begin("return false;"),
    tests: [VISITOR_LINES],
  },
  {
    intent: "an erasure does not note which objects it removes",
    in: "examples/warehouse/erase/erase-lines.ts",
    function: "change",
    change: remove(call("onErase")),
    tests: [LOADERS_AT_ONCE],
  },
  {
    intent: "an erasure does not wait for loaders that write",
    in: "examples/warehouse/erase/erase-rows.ts",
    function: "eraseRows",
    change: remove(call("waitForWriters")),
    tests: [LOADERS_AT_ONCE],
  },
  {
    intent: "a loader stores what was erased since it has read it",
    in: "examples/warehouse/load/write-chunk.ts",
    function: "withoutErased",
    change: begin((at) => `return ${at.parameter(2)};`),
    tests: [LOADERS_AT_ONCE],
  },
  {
    intent: "a message is done although its object could not be read",
    in: "examples/warehouse/queue/load-messages.ts",
    function: "loadMessages",
    change: replace(call("some"), "false"),
    tests: [QUEUE],
  },
  {
    intent: "a key is taken as S3 encodes it",
    in: "examples/warehouse/queue/notification.ts",
    function: "decodeKey",
    change: replace(call("replaceAll"), (at) => at.object),
    tests: [NOTIFICATION],
  },
  {
    intent: "a request to forget the visitor loses the events that it carries",
    in: "examples/ingest-lambda/src/request/id-cookie.ts",
    function: "asksToForget",
    change: removeOperand(operand(read("body"))),
    tests: [ID_COOKIE],
  },
];
