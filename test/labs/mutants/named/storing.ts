/** Faults in how the ingest talks to S3 and Firehose. */
import { begin, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, condition, constant } from "../select.ts";
import { AWS_ERROR, FAULTY_CONNECTIONS } from "./tests.ts";

const CONNECTIONS = "examples/ingest-lambda/src/connections.ts";
const AWS_REQUEST = "examples/ingest-lambda/src/store/aws-request.ts";

export const STORING: readonly Mutant[] = [
  {
    intent: "a connection is used that died while the function was frozen",
    in: CONNECTIONS,
    function: "createConnections",
    change: replace(condition(constant("MAX_IDLE_MS")), "false"),
    tests: [FAULTY_CONNECTIONS],
  },
  {
    intent: "after a dead connection the next dead one is used",
    in: CONNECTIONS,
    function: "closeIdle",
    change: begin("return;"),
    tests: [FAULTY_CONNECTIONS],
  },
  {
    intent: "one attempt that hangs has all the time of a put",
    in: AWS_REQUEST,
    function: "createAwsSender",
    change: replace(call("min"), (at) => at.argument(1)),
    tests: [FAULTY_CONNECTIONS],
  },
  {
    intent: "a clock that is off is not corrected",
    in: AWS_REQUEST,
    function: "createAwsSender",
    change: replace(call("findClockSkewMs"), "undefined"),
    tests: [FAULTY_CONNECTIONS],
  },
  {
    intent: "an error of AWS is judged by its status alone",
    in: "examples/ingest-lambda/src/store/aws-error.ts",
    function: "judgeAwsError",
    change: replace(condition(constant("TRANSIENT")), "false"),
    tests: [AWS_ERROR],
  },
];
