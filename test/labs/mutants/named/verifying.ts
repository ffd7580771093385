/** Faults in the login token that requests have. */
import { replace, removeOperand } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, comparison, condition, literal, operand, read } from "../select.ts";
import { TOKEN } from "./tests.ts";

const FILE = "src/token.ts";

export const VERIFYING: readonly Mutant[] = [
  {
    intent: "a request that outlives the page has a token, and so a preflight",
    in: FILE,
    function: "sendToken",
    change: replace(condition(read("keepalive")), "false"),
    tests: [TOKEN],
  },
  {
    intent: "a refused token is not renewed",
    in: FILE,
    function: "sendToken",
    change: replace(comparison(literal(401)), "true"),
    tests: [TOKEN],
  },
  {
    intent: "a token goes into the header as it came",
    in: FILE,
    function: "sendToken",
    change: removeOperand(operand(call("test"))),
    tests: [TOKEN],
  },
];
