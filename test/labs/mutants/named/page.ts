/** Faults in what is stored of the page: its URL and its title. */
import { removeOperand, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, literal, operand } from "../select.ts";
import { REDACTION, REDACT_URL } from "./tests.ts";

const FILE = "src/event/redact-url.ts";

export const PAGE: readonly Mutant[] = [
  {
    intent: "a guess overrules the site's own list of parameters",
    in: FILE,
    function: "redactUrl",
    change: replace(call("includes"), () => "false"),
    tests: [REDACT_URL],
  },
  {
    intent: "tokens of both cases with pauses are kept",
    in: FILE,
    function: "isSecret",
    change: removeOperand(operand(call("some"))),
    tests: [REDACTION],
  },
  {
    intent: "a slug of 24 characters that changes its class three times is a token",
    in: FILE,
    function: "isToken",
    change: replace(literal(10), () => "16"),
    tests: [REDACTION],
  },
];
