/** Faults in the sending of batches and in what answers mean. */
import { begin, insertBefore, remove, removeOperand, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, comparison, operand, read } from "../select.ts";
import { CONSENT, DELIVERY, MODEL } from "./tests.ts";

const SENDER = "src/delivery/sender.ts";
const JUDGE = "src/delivery/judge.ts";
const APPLY_VERDICT = "src/delivery/apply-verdict.ts";

export const SENDING: readonly Mutant[] = [
  {
    intent: "events are deleted before they are acknowledged",
    in: SENDER,
    function: "createSender > send",
    change: insertBefore(
      call("send"),
      (at) => `for (const key of ${at.parameter(0)}.events.keys()) ${at.variableOf("store")}.remove(key);`,
    ),
    tests: [MODEL],
  },
  {
    intent: "the next page forgets the backoff",
    in: SENDER,
    function: "createSender",
    change: replace(call("createRetryState"), (at) => `createRetryState(${at.argument(0)}, ${at.argument(0)}.newId())`),
    tests: [MODEL],
  },
  {
    intent: "a report is forgotten before it was stored",
    in: SENDER,
    function: "createSender > send",
    change: insertBefore(call("send"), (at) => `${at.variableOf("forgetReported")}();`),
    tests: [MODEL],
  },
  {
    intent: "events that are sent again get new ids",
    in: SENDER,
    function: "writeBody",
    change: replace(
      call("values"),
      (at) => `[...${at.text}].map((json) =>
        json.replace(/^(..event_id":".{24}).{4}/, (_, head) => head + String(Math.floor(${at.parameter(2)})).slice(-4)))`,
    ),
    tests: [MODEL],
  },
  {
    intent: "tries side by side are counted one by one",
    in: SENDER,
    function: "createSender > send",
    change: replace(
      call("write", call("max")),
      (at) =>
        `${at.object}.write((${at.argument(0)}) && ${at.object}.read().failures + 1, ${at.argument(1)}, ${at.argument(2)})`,
    ),
    tests: [DELIVERY],
  },
  {
    intent: "a page's end is counted as a failed try",
    in: SENDER,
    function: "createSender > send",
    change: replace(comparison(read("status")), "false"),
    tests: [DELIVERY],
  },
  {
    intent: "a refused batch is never halved",
    in: SENDER,
    function: "nextMaxEvents",
    change: replace(call("floor"), "Infinity"),
    tests: [DELIVERY],
  },
  {
    intent: "a page waits longer than its reason lasts",
    in: SENDER,
    function: "createSender > scheduleNext",
    change: remove(call("clearTimer")),
    tests: [CONSENT],
  },
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
    change: replace(comparison(read("batch_id")), "false"),
    tests: [MODEL],
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
    change: removeOperand(operand(read("stored"))),
    tests: [MODEL],
  },
  {
    intent: "the lock is trusted, and the outbox is not read again",
    in: APPLY_VERDICT,
    function: "applyVerdict",
    change: remove(call("read")),
    tests: [MODEL],
  },
  {
    intent: "the list of events to retry is ignored",
    in: APPLY_VERDICT,
    function: "applyVerdict",
    change: replace(call("includes"), "false"),
    tests: [MODEL],
  },
  {
    intent: "the list of rejected events is ignored",
    in: APPLY_VERDICT,
    function: "applyVerdict",
    change: replace(call("find"), "undefined"),
    tests: [MODEL],
  },
  {
    intent: "a refused batch is dropped whole",
    in: APPLY_VERDICT,
    function: "applyVerdict",
    change: replace(comparison(read("size")), "true"),
    tests: [DELIVERY],
  },
];
