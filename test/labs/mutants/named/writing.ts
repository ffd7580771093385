/** Faults in the copying and writing of events. */
import { replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call } from "../select.ts";
import { COPY, SERIALIZE } from "./tests.ts";

const COPY_PLAIN = "src/copy-plain.ts";

export const WRITING: readonly Mutant[] = [
  {
    intent: "a list is read that can't fit",
    in: COPY_PLAIN,
    function: "toPlain",
    change: replace(call("repeat"), (at) => at.parameter(0)),
    tests: [COPY],
  },
  {
    intent: "an event has what a script put on all objects",
    in: COPY_PLAIN,
    function: "copyPlain > copyMembers",
    change: replace(call("call"), "true"),
    tests: [SERIALIZE],
  },
];
