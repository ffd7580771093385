/** Faults in consent, and in what subdomains share. */
import { begin, remove, removeOperand, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, comparison, condition, iterated, literal, operand, read } from "../select.ts";
import { CONSENT, CONSENT_GATE, CONSENT_STORE, COOKIES, DECISION, INDEXEDDB_COPY, SUBDOMAINS } from "./tests.ts";

export const ASKING: readonly Mutant[] = [
  {
    intent: "a decision is remembered, and not read at each call",
    in: "src/gated-tracker.ts",
    function: "createGatedTracker > call",
    change: remove(call("read")),
    tests: [CONSENT],
  },
  {
    intent: "a decision is not read before a request",
    in: "src/platform/consent-gate.ts",
    function: "createConsentGate > send",
    change: replace(condition(), "true"),
    tests: [CONSENT_GATE],
  },
  {
    intent: "a second consent of the window is not told",
    in: "src/platform/consent-store.ts",
    function: "createConsentStore > write",
    change: replace(iterated(), "[]"),
    tests: [CONSENT_STORE],
  },
  {
    intent: "a refusal that a tab missed leaves no trace",
    in: "src/decision.ts",
    function: "writeDecision",
    change: replace(comparison(literal("denied")), "false"),
    tests: [CONSENT],
  },
  {
    intent: "a consent by a clock that was ahead outlives a refusal",
    in: "src/decision.ts",
    function: "writeDecision",
    change: replace(call("max"), (at) => at.argument(0)),
    tests: [DECISION],
  },
  {
    intent: "what a refusal destroyed is kept in memory",
    in: "src/platform/consent-gate.ts",
    function: "createConsentGate > close",
    change: remove(call("destroy")),
    tests: [CONSENT],
  },
  {
    intent: "what a refusal destroyed comes back from memory",
    in: "src/platform/indexeddb-copy.ts",
    function: "createIndexedDbCopy > destroy",
    change: begin("if (Date.now() > 0) return;"),
    tests: [INDEXEDDB_COPY],
  },
  {
    intent: "held events have the time of the visitor's decision",
    in: "src/platform/consent-gate.ts",
    function: "createConsentGate",
    change: removeOperand(operand(read("nowMs"))),
    tests: [CONSENT],
  },
  {
    intent: "held events are those of the page's objects, which may change",
    in: "src/gated-tracker.ts",
    function: "createGatedTracker > call",
    change: replace(call("copy"), (at) => at.argument(0)),
    tests: [CONSENT],
  },
  {
    intent: "a cookie is believed that is not read back",
    in: "src/platform/cookies.ts",
    function: "createCookieStore > write",
    change: replace(comparison(call("read")), "true"),
    tests: [COOKIES],
  },
  {
    intent: "an id stays at its host",
    in: "src/subdomains.ts",
    function: "withCookies > write",
    change: replace(condition(), "false"),
    tests: [SUBDOMAINS],
  },
];
