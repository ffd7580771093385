/** Faults in what leaves with the page, and in how long anything is waited for. */
import { remove, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, condition } from "../select.ts";
import { BROWSER, CONSENT_GATE, LEAVING as LEAVING_TEST, OUTBOX } from "./tests.ts";

export const LEAVING: readonly Mutant[] = [
  {
    intent: "what is tracked while the page is hidden waits for the next page",
    in: "src/delivery/sender.ts",
    function: "createSender > add",
    change: remove(call("queueMicrotask")),
    tests: [LEAVING_TEST],
  },
  {
    intent: "a crash request is left with the browser when all is acknowledged",
    in: "src/delivery/sender.ts",
    function: "createSender > scheduleNext",
    change: remove(call("replace")),
    tests: [LEAVING_TEST],
  },
  {
    intent: "each event replaces the crash request",
    in: "src/delivery/crash-request.ts",
    function: "createCrashRequest > replaceSoon",
    change: replace(condition(), "true"),
    tests: [LEAVING_TEST],
  },
  {
    intent: "a crash request carries what a keepalive request carries already",
    in: "src/delivery/outbox.ts",
    function: "createOutbox > unacknowledged",
    change: replace(condition(call("get")), "false"),
    tests: [OUTBOX],
  },
  {
    intent: "a crash request is added to the one before",
    in: "src/platform/fetch-later.ts",
    function: "createFetchLater",
    change: remove(call("abort")),
    tests: [BROWSER],
  },
  {
    intent: "a crash request outlives a refusal",
    in: "src/platform/consent-gate.ts",
    function: "createConsentGate > close",
    change: remove(call("sendLater")),
    tests: [CONSENT_GATE],
  },
  {
    intent: "a time limit is left to those who may not know it",
    in: "src/platform/time-limit.ts",
    function: "withTimeLimit",
    change: replace(
      call("setTimeout"),
      (at) => `setTimeout(() => ${at.nearest(call("abort")).text}, ${at.argument(1)})`,
    ),
    tests: [BROWSER],
  },
];
