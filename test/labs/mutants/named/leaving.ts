/** Faults in what leaves with the page, and in how long anything is waited for. */
import { begin, remove, removeOperand, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, operand } from "../select.ts";
import { BROWSER, BUILT_INS, CONSENT_GATE, LEAVING as LEAVING_TEST } from "./tests.ts";

const SENDER = "src/delivery/sender.ts";

export const LEAVING: readonly Mutant[] = [
  {
    intent: "what is tracked while the page is hidden waits for the next page",
    in: SENDER,
    function: "createSender > add",
    change: remove(call("runSoon")),
    tests: [LEAVING_TEST],
  },
  {
    intent: "a crash request is left with the browser when all is acknowledged",
    in: SENDER,
    function: "createSender > scheduleNext",
    change: remove(call("replaceCrashRequest")),
    tests: [LEAVING_TEST],
  },
  {
    intent: "each event replaces the crash request",
    in: SENDER,
    function: "createSender > add",
    change: begin((at) => `${at.nearest(call("after")).text};`),
    tests: [LEAVING_TEST],
  },
  {
    intent: "a crash request carries what a keepalive request carries already",
    in: "src/delivery/outbox.ts",
    function: "createOutbox > nextBatch",
    change: removeOperand(operand(call("get"))),
    tests: [LEAVING_TEST],
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
    intent: "the signal of a polyfill is given to fetch",
    in: "src/platform/transport.ts",
    function: "createTransport",
    change: remove(call("Request")),
    tests: [BROWSER],
  },
  {
    intent: "the JSON that a script has replaced reads the answers",
    in: "src/delivery/judge.ts",
    function: "judge",
    change: replace(call("parseJson"), (at) => `JSON.parse(${at.argument(0)})`),
    tests: [BUILT_INS],
  },
  {
    intent: "a time limit is left to those who may not know it",
    in: "src/platform/time-limit.ts",
    function: "withTimeLimit",
    change: remove(call("setTimeout")),
    tests: [BROWSER],
  },
  {
    intent: "a request that nobody waits for any more goes on",
    in: "src/platform/transport.ts",
    function: "createTransport",
    change: remove(call("abort")),
    tests: [BROWSER],
  },
];
