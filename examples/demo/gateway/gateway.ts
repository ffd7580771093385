/** Stands in for API Gateway on this machine: `POST /clickstream` calls the function, any route that is not set up is 404. */
import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import { fastify, type FastifyError, type FastifyReply, type FastifyRequest } from "fastify";
import { openAccessLog, type AccessEntry } from "./access-log.ts";
import { buildCorsHeaders, buildPreflightHeaders, OPEN_CORS, withoutCorsHeaders, type CorsRules } from "./cors.ts";
import { integrate, type LambdaHandler } from "./integration.ts";
import { authorize, type Claims, type JwtRules } from "./jwt-authorizer.ts";
import { listen } from "../../web/listen.ts";
import { buildPayload, formatRequestTime, type HttpRequest } from "./payload.ts";
import { buildGatewayResponse, type HttpResponse } from "./response.ts";

export interface GatewayOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly handler: LambdaHandler;
  /** The file of the access log. Its folder is created. */
  readonly accessLog: string;
  /** @default every origin may send events */
  readonly cors?: CorsRules;
  /** Adds `POST /clickstream/verified`, for requests with a valid login token. */
  readonly jwt?: JwtRules | undefined;
  /** `POST /clickstream` itself takes requests with a valid login token only, as `Restrict=token` of the templates. @default false */
  readonly restrictsToToken?: boolean;
  /** @default 30000, as API Gateway */
  readonly integrationTimeoutMs?: number;
  /** While it returns `true`, connections end without an answer. @default never */
  readonly isOffline?: () => boolean;
}

export interface Gateway {
  /** `http://127.0.0.1:8787`, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_HEADER_BYTES = 10_240;

const PATH = "/clickstream";
const VERIFIED_PATH = "/clickstream/verified";

/** @throws Error that names the port, if it is taken. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const {
    port,
    handler,
    cors = OPEN_CORS,
    jwt,
    restrictsToToken = false,
    integrationTimeoutMs,
    isOffline = () => false,
  } = options;
  const app = fastify({
    // Browsers open connections before they need them. Node takes those for busy and would wait a minute for them.
    forceCloseConnections: true,
    bodyLimit: MAX_BODY_BYTES,
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    genReqId: () => randomUUID(),
  });

  app.addHook("onRequest", (request, reply, done) => {
    if (!isOffline()) {
      done();
      return;
    }
    reply.hijack();
    request.raw.destroy();
  });

  // The function gets the bytes as they came. Fastify itself would refuse a malformed content type.
  app.addHook("onRequest", (request, _reply, done) => {
    delete request.raw.headers["content-type"];
    done();
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => {
    done(null, body);
  });

  const latencies = new WeakMap<FastifyRequest, number>();
  const callFunction = async (request: FastifyRequest, reply: FastifyReply, claims?: Claims): Promise<FastifyReply> => {
    const payload = buildPayload(readRequest(request), routeKeyOf(request), claims);
    const { response, latencyMs } = await integrate(handler, payload, integrationTimeoutMs);
    latencies.set(request, latencyMs);
    reply.headers(buildCorsHeaders(cors, request.headers.origin));
    return send(reply, { ...response, headers: withoutCorsHeaders(response.headers) });
  };
  const callVerified = async (rules: JwtRules, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const claims = authorize(rules, request.headers.authorization, Date.now());
    if (claims) return callFunction(request, reply, claims);
    reply.headers(buildCorsHeaders(cors, request.headers.origin));
    return send(reply, buildGatewayResponse(401, "Unauthorized"));
  };
  app.post(PATH, (request, reply) =>
    jwt && restrictsToToken ? callVerified(jwt, request, reply) : callFunction(request, reply),
  );
  if (jwt) app.post(VERIFIED_PATH, (request, reply) => callVerified(jwt, request, reply));
  app.options("*", (request, reply) =>
    reply.status(204).headers(buildPreflightHeaders(cors, request.headers.origin)).send(),
  );
  app.setNotFoundHandler((_request, reply) => send(reply, buildGatewayResponse(404, "Not Found")));
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    return send(reply, buildGatewayResponse(status, STATUS_CODES[status] ?? "Internal Server Error"));
  });

  const log = openAccessLog(options.accessLog);
  app.addHook("onResponse", (request, reply, done) => {
    log.write(buildAccessEntry(request, reply, latencies.get(request)));
    done();
  });
  app.addHook("onClose", () => {
    log.close();
  });

  return { url: await listen(app, port), close: () => app.close() };
}

function readRequest(request: FastifyRequest): HttpRequest {
  const { id, method, ip, raw, body } = request;
  return {
    id,
    receivedAtMs: Date.now(),
    method,
    url: request.originalUrl,
    rawHeaders: raw.rawHeaders,
    body: Buffer.isBuffer(body) ? body : undefined,
    ip,
    protocol: `HTTP/${raw.httpVersion}`,
  };
}

/** `-` where no route was found. */
function routeKeyOf({ method, routeOptions }: FastifyRequest): string {
  const { url = "" } = routeOptions;
  return [PATH, VERIFIED_PATH].includes(url) ? `${method} ${url}` : "-";
}

function send(reply: FastifyReply, { status, headers, cookies, body }: HttpResponse): FastifyReply {
  const answer = reply.status(status).headers(headers);
  return (cookies.length > 0 ? answer.header("set-cookie", cookies) : answer).send(body);
}

function buildAccessEntry(request: FastifyRequest, reply: FastifyReply, latencyMs: number | undefined): AccessEntry {
  return {
    requestId: request.id,
    ip: request.ip,
    requestTime: formatRequestTime(Date.now()),
    httpMethod: request.method,
    routeKey: routeKeyOf(request),
    status: reply.statusCode,
    protocol: `HTTP/${request.raw.httpVersion}`,
    responseLength: Number(reply.getHeader("content-length") ?? 0),
    integrationLatency: latencyMs ?? "-",
    userAgent: request.headers["user-agent"] ?? "-",
  };
}
