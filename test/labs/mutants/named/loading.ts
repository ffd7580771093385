/** Faults in the files for script tags: who gets what they export, and with which options they begin. */
import { begin, removeOperand, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, literal, operand } from "../select.ts";
import { PARSE_OPTIONS, PUBLISH } from "./tests.ts";

const PUBLISH_FILE = "src/script-tag/publish.ts";

export const LOADING: readonly Mutant[] = [
  {
    intent: "a script tag of the page defines a module beside RequireJS",
    in: PUBLISH_FILE,
    function: "isAwaitedByAmd",
    change: begin("return true;"),
    tests: [PUBLISH],
  },
  {
    intent: "a file that is loaded twice replaces its global",
    in: PUBLISH_FILE,
    function: "publish",
    change: replace(call("Object"), "{}"),
    tests: [PUBLISH],
  },
  {
    intent: "the queue of the snippet is replaced",
    in: PUBLISH_FILE,
    function: "publish",
    change: removeOperand(operand(call("isArray"))),
    tests: [PUBLISH],
  },
  {
    intent: "a page's variable of the name module is taken for CommonJS",
    in: PUBLISH_FILE,
    function: "publish",
    change: removeOperand(operand(literal("module"))),
    tests: [PUBLISH],
  },
  {
    intent: "everything is tracked where the consent did not load",
    in: "src/script-tag/parse-options.ts",
    function: "readGlobal",
    change: begin((at) => `return ${at.parameter(0)}[${at.parameter(1)}];`),
    tests: [PARSE_OPTIONS],
  },
];
