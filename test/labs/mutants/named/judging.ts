/** Faults in what an answer means, and in what it does to each event. */
import { begin, removeOperand, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { comparison, condition, constant, literal, operand, read } from "../select.ts";
import { APPLY_VERDICT as APPLY_VERDICT_TEST, BROWSER, DELIVERY, JUDGE as JUDGE_TEST, MODEL } from "./tests.ts";

const JUDGE = "src/delivery/judge.ts";
const APPLY_VERDICT = "src/delivery/apply-verdict.ts";

export const JUDGING: readonly Mutant[] = [
  {
    intent: "a beacon is taken for an acknowledgement",
    in: JUDGE,
    function: "kindOf",
    change: begin((at) => `if (${at.parameter(0)} === 0) return "acknowledged";`),
    tests: [MODEL],
  },
  {
    intent: "the answer to another batch is accepted",
    in: JUDGE,
    function: "judge",
    change: replace(comparison(read("batch_id")), "true"),
    tests: [JUDGE_TEST],
  },
  {
    intent: "an answer that leaves events out is accepted",
    in: JUDGE,
    function: "judge",
    change: replace(comparison(read("stored"), read("duplicate")), "true"),
    tests: [JUDGE_TEST],
  },
  {
    intent: "any answer of 2xx is an acknowledgement",
    in: JUDGE,
    function: "judge",
    change: replace(comparison(literal("status")), "true"),
    tests: [JUDGE_TEST],
  },
  {
    intent: "the page that a redirect leads to is an acknowledgement",
    in: JUDGE,
    function: "judge",
    change: removeOperand(operand(read("isRedirected"))),
    tests: [JUDGE_TEST],
  },
  {
    intent: "an answer that another script has read is not known any more",
    in: "src/platform/transport.ts",
    function: "createTransport",
    change: removeOperand(operand(constant("ACK_HEADER"))),
    tests: [BROWSER],
  },
  {
    intent: "an answer that says later is taken for a refusal",
    in: JUDGE,
    function: "kindOf",
    change: begin((at) => `if (${at.parameter(0)} === 429 || ${at.parameter(0)} >= 500) return "split";`),
    tests: [MODEL],
  },
  {
    intent: "reports are forgotten that were not stored",
    in: JUDGE,
    function: "judge",
    change: removeOperand(operand(read("stored"), literal(0))),
    tests: [MODEL],
  },
  {
    intent: "a refused batch is dropped whole",
    in: JUDGE,
    function: "judge",
    change: replace(comparison(read("size"), literal(1)), "true"),
    tests: [DELIVERY],
  },
  {
    intent: "an endpoint that refuses everything is believed",
    in: JUDGE,
    function: "judge",
    change: removeOperand(operand(read("isTrusted"))),
    tests: [DELIVERY],
  },
  {
    intent: "of two answers for one event the second counts, too",
    in: APPLY_VERDICT,
    function: "applyVerdict",
    change: begin((at) => `${at.parameter(2)} = { ...${at.parameter(2)}, has: () => true };`),
    tests: [APPLY_VERDICT_TEST],
  },
  {
    intent: "the list of events to retry is ignored",
    in: APPLY_VERDICT,
    function: "applyVerdict",
    change: replace(condition(read("retry")), "false"),
    tests: [MODEL],
  },
  {
    intent: "the list of rejected events is ignored",
    in: APPLY_VERDICT,
    function: "applyVerdict",
    change: replace(condition(read("rejected")), "false"),
    tests: [MODEL],
  },
];
