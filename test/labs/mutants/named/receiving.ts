/** Faults in what the ingest believes of a request: which page sent it, and whether it is one. */
import { begin, removeOperand, replace } from "../change.ts";
import type { Mutant } from "../mutant.ts";
import { call, comparison, condition, constant, literal, operand, read } from "../select.ts";
import { ALLOWED_ORIGINS, ORIGIN, OWN_HOSTS, READ_CALL, SETTINGS, SOURCE_IP, TOKEN_LIFE, USER_TEST } from "./tests.ts";

const ALLOWED = "examples/ingest-lambda/src/request/allowed-origins.ts";

const VERIFIER = "examples/ingest-lambda/src/token/verifier.ts";
const KEY_SOURCE = "examples/ingest-lambda/src/token/key-source.ts";
const USER = "examples/ingest-lambda/src/event/user.ts";

export const RECEIVING: readonly Mutant[] = [
  {
    intent: "a visitor says which address it has",
    in: "examples/ingest-lambda/src/request/request-facts.ts",
    function: "readSourceIp",
    change: replace(comparison(literal("cloudfront")), "true"),
    tests: [SOURCE_IP],
  },
  {
    intent: "a sandboxed frame of a foreign page is believed",
    in: "examples/ingest-lambda/src/request/origin.ts",
    function: "judgeOrigin",
    change: replace(comparison(literal("cross-site")), "false"),
    tests: [ORIGIN],
  },
  {
    intent: "any host is below a pattern",
    in: ALLOWED,
    function: "matchesOrigin",
    change: removeOperand(operand(call("endsWith"))),
    tests: [ALLOWED_ORIGINS],
  },
  {
    intent: "a star in the list of origins allows nobody",
    in: ALLOWED,
    function: "parseAllowedOrigins",
    change: removeOperand(operand(call("includes"))),
    tests: [ALLOWED_ORIGINS],
  },
  {
    intent: "the CORS rules have patterns that an HTTP API does not know",
    in: ALLOWED,
    function: "toCorsOrigin",
    change: begin((at) => `return ${at.parameter(0)};`),
    tests: [ALLOWED_ORIGINS],
  },
  {
    intent: "a load balancer's event is taken for one of another format",
    in: "examples/ingest-lambda/src/request/read-call.ts",
    function: "judgeOther",
    change: replace(condition(literal("elb")), "false"),
    tests: [READ_CALL],
  },
  {
    intent: "a bucket's name with a path is used",
    in: "examples/ingest-lambda/src/setting-faults.ts",
    function: "findStoreFault",
    change: replace(condition(call("test"), read("RAW_BUCKET_NAME")), "true"),
    tests: [SETTINGS],
  },
  {
    intent: "tokens of another issuer make the ingest ask for keys",
    in: VERIFIER,
    function: "createTokenVerifier",
    change: replace(condition(read("iss")), "false"),
    tests: [TOKEN_LIFE],
  },
  {
    intent: "a token for another app is believed",
    in: VERIFIER,
    function: "judgeClaims",
    change: replace(call("some"), "true"),
    tests: [TOKEN_LIFE],
  },
  {
    intent: "each request asks for keys while the issuer is down",
    in: KEY_SOURCE,
    function: "createKeySource",
    change: replace(comparison(constant("PAUSE_MS")), "true"),
    tests: [TOKEN_LIFE],
  },
  {
    intent: "an issuer that hangs holds the events up",
    in: KEY_SOURCE,
    function: "createKeySource",
    change: replace(call("timeout"), "AbortSignal.timeout(60_000)"),
    tests: [TOKEN_LIFE],
  },
  {
    intent: "an event of somebody else is given the token's user",
    in: USER,
    function: "belongsTo",
    change: replace(condition(literal("anonymous")), "false"),
    tests: [USER_TEST],
  },
  {
    intent: "an event from before the sign-in is given the token's user",
    in: USER,
    function: "belongsTo",
    change: replace(comparison(read("sinceMs")), "true"),
    tests: [USER_TEST],
  },
  {
    intent: "the demo answers to any name",
    in: "examples/web/own-hosts.ts",
    function: "isOwnHost",
    change: begin("return true;"),
    tests: [OWN_HOSTS],
  },
];
