/** Faults in the copying and writing of events. */
import { begin, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, comparison } from "../select.ts";
import { COPY, PLUGINS, SERIALIZE } from "./tests.ts";

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
  {
    intent: "a plugin makes two events one",
    in: "src/tracker.ts",
    function: "openTracker > record",
    change: replace(call("assign"), (at) => at.argument(0)),
    tests: [PLUGINS],
  },
  {
    intent: "a plugin that answers nothing drops the event",
    in: "src/event/process-event.ts",
    function: "isDropped",
    change: replace(comparison(), (at) => `!(${at.text.replace("=== false", "")})`),
    tests: [PLUGINS],
  },
  {
    intent: "what a plugin adds is written as it is",
    in: "src/event/serialize-event.ts",
    function: "serializeEvent",
    change: replace(call("toJson"), (at) => `writeJson(${at.argument(0)})`),
    tests: [PLUGINS],
  },
  {
    intent: "a plugin's context replaces what the tracker fills",
    in: "src/event/build-event.ts",
    function: "buildEvent",
    change: begin((at) => `Object.assign(${at.parameter(0)}, ${at.parameter(1)}.context);`),
    tests: [PLUGINS],
  },
];
