/** Faults in the numbers that say what is missing, and in the place of an object. */
import { begin, insertAfter, remove, replace, replaceValue } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { argumentCount, call, iterated, property, read, template } from "../select.ts";
import { DROP_REPORTS, MODEL, ON_DROP } from "./tests.ts";

const DROP_REPORT_FILE = "src/delivery/drop-reports.ts";

export const COUNTING: readonly Mutant[] = [
  {
    intent: "an object is named by the day of its receipt",
    in: "examples/ingest-lambda/src/event/key.ts",
    function: "buildKey",
    change: replace(call("Date"), (at) => `new Date(${at.parameter(1)})`),
    tests: [MODEL],
  },
  {
    intent: "a number is given out after a drop",
    in: "src/tracker.ts",
    function: "openTracker > track",
    change: insertAfter(call("drop"), (at) => `if (${at.argument(0)} === "invalid") ${at.object}.nextSeq();`),
    tests: [MODEL],
  },
  {
    intent: "drops are not written down",
    in: DROP_REPORT_FILE,
    function: "createDropReports",
    change: remove(call("write")),
    tests: [MODEL],
  },
  {
    intent: "drops are counted in the stream of the page that sends",
    in: "src/delivery/delivery.ts",
    function: "createDelivery",
    change: replace(
      call("count", argumentCount(3)),
      (at) =>
        `${at.object}.count(${at.argument(0)}, ${at.argument(1)} && ${at.variableOf("pageLoadId")}, ${at.argument(2)})`,
    ),
    tests: [MODEL],
  },
  {
    intent: "what onDrop tracks is reported to it again",
    in: "src/delivery/delivery.ts",
    function: "createDelivery",
    change: replace(call("delete"), "false"),
    tests: [ON_DROP],
  },
  {
    intent: "drops are counted by the page that tracked",
    in: DROP_REPORT_FILE,
    function: "createDropReports",
    change: replaceValue(property("counted_by"), (at) => at.parameter(0)),
    tests: [MODEL],
  },
  {
    intent: "counts begin anew when they are reported",
    in: DROP_REPORT_FILE,
    function: "createDropReports > forgetReported",
    change: begin((at) => `${at.nearest(call("set", property("last_seq"))).object}.clear();`),
    tests: [MODEL],
  },
  {
    intent: "more is forgotten than was reported",
    in: DROP_REPORT_FILE,
    function: "createDropReports > forgetReported",
    change: replace(iterated(), (at) => at.nearest(call("keys")).text),
    tests: [MODEL],
  },
  {
    intent: "more is reported than the ingest reads",
    in: DROP_REPORT_FILE,
    function: "createDropReports > report",
    change: replace(call("slice"), (at) => at.object),
    tests: [DROP_REPORTS],
  },
  {
    intent: "each report of a page is added up",
    in: "examples/warehouse/load/merge-reports.ts",
    function: "mergeReports",
    change: replace(
      template(read("page_load_id"), read("counted_by")),
      (at) => `${at.text} + JSON.stringify(${at.variableOf("dropped")})`,
    ),
    tests: [MODEL],
  },
];
