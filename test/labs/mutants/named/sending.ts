/** Faults in what is sent, and when. */
import { insertBefore, remove, removeOperand, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, comparison, condition, operand, read } from "../select.ts";
import { DELIVERY, MODEL, NEXT_PAGE, RETRY_STATE } from "./tests.ts";

const SENDER = "src/delivery/sender.ts";

export const SENDING: readonly Mutant[] = [
  {
    intent: "events are deleted before they are acknowledged",
    in: SENDER,
    function: "createSender > send",
    change: insertBefore(
      call("send"),
      (at) => `for (const key of ${at.parameter(0)}.events.keys()) ${at.variableOf("outbox")}.remove(key);`,
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
    in: "src/delivery/write-body.ts",
    function: "writeBody",
    change: replace(
      call("map"),
      (at) => `${at.text}.map((json) =>
        json.replace(/^(..event_id":".{24}).{4}/, (_, head) => head + String(Math.floor(${at.parameter(2)})).slice(-4)))`,
    ),
    tests: [MODEL],
  },
  {
    intent: "tries side by side are counted one by one",
    in: SENDER,
    function: "createSender > send",
    change: replace(
      call("write", comparison(read("retryAfterMs"))),
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
    in: "src/delivery/next-max-events.ts",
    function: "nextMaxEvents",
    change: replace(call("floor"), "Infinity"),
    tests: [DELIVERY],
  },
  {
    intent: "a page waits longer than its reason lasts",
    in: SENDER,
    function: "createSender > scheduleNext",
    change: remove(call("clearTimer")),
    tests: [DELIVERY],
  },
  {
    intent: "each page that opens sends what pages that are gone have left",
    in: SENDER,
    function: "createSender > send",
    change: replace(condition(read("keepalive"), read("isOrphaned")), (at) => at.text.replace(/ \|\| .*(?=\))/, "")),
    tests: [NEXT_PAGE],
  },
  {
    intent: "what another page is sending for one that is gone is sent again",
    in: SENDER,
    function: "createSender > sendAll",
    change: replace(condition(read("isClaim")), "false"),
    tests: [NEXT_PAGE],
  },
  {
    intent: "a page waits with its own events while another sends what was left",
    in: "src/delivery/retry-state.ts",
    function: "createRetryState > read",
    change: replace(condition(), (at) => at.text.replace(/ && .*/, "")),
    tests: [NEXT_PAGE],
  },
  {
    intent: "a page whose own events arrive ends what another one has claimed",
    in: SENDER,
    function: "createSender > send",
    change: replace(operand(read("isClaim")), "false"),
    tests: [NEXT_PAGE],
  },
  {
    intent: "a batch that failed holds up those behind it",
    in: "src/delivery/outbox.ts",
    function: "createOutbox > nextBatch",
    change: removeOperand(operand(call("has"))),
    tests: [DELIVERY],
  },
  {
    intent: "an endpoint that has once taken an event is trusted for ever",
    in: SENDER,
    function: "createSender > send",
    change: replace(comparison(read("rejected")), "true"),
    tests: [DELIVERY],
  },
  {
    intent: "a delay that a clock which was set back has made longer is obeyed",
    in: "src/delivery/retry-state.ts",
    function: "createRetryState > read",
    change: replace(call("min"), (at) => at.argument(0)),
    tests: [RETRY_STATE],
  },
];
