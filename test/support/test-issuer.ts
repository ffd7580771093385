/** An issuer of login tokens for tests, such as Amazon Cognito is: it signs by RSA, and publishes its keys by HTTP. */
import { generateKeyPairSync, sign as signBytes, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { JwtRules } from "../../examples/demo/gateway/jwt-authorizer.ts";

export interface TestIssuer {
  /** What a gateway needs to know of it. */
  readonly rules: JwtRules;
  readonly privateKey: KeyObject;
  /** The public key, as the issuer publishes it. */
  readonly jwk: Readonly<Record<string, unknown>>;
  /** Returns a token with these claims, for the audience of the rules unless they say otherwise. */
  sign(claims: object, header?: object): string;
}

export interface TestIssuerOptions {
  readonly issuer?: string;
  readonly kid?: string;
}

export const encodePart = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

export function createTestIssuer({
  issuer = "https://login.example",
  kid = "key-1",
}: TestIssuerOptions = {}): TestIssuer {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const audience = "shop";
  return {
    rules: { issuer, audience: [audience], publicKey },
    privateKey,
    jwk: { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" },
    sign(claims, header) {
      const parts = [
        { alg: "RS256", typ: "JWT", kid, ...header },
        { iss: issuer, aud: audience, ...claims },
      ];
      const signed = parts.map(encodePart).join(".");
      return `${signed}.${signBytes("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
    },
  };
}

export interface KeyServer {
  /** The issuer's address, which is where its keys are. */
  readonly url: string;
  /** The paths that were asked for. */
  readonly asked: string[];
  /** Answers the next requests. */
  answer: RequestListener;
  close(): Promise<void>;
}

/** Answers each path with its JSON, and any other with 404. */
export function answerJson(files: Readonly<Record<string, unknown>>): RequestListener {
  return ({ url = "" }, response) => {
    if (!(url in files)) return void response.writeHead(404).end();
    response.setHeader("content-type", "application/json").end(JSON.stringify(files[url]));
  };
}

export async function startKeyServer(): Promise<KeyServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(String(request.url));
    keyServer.answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const keyServer: KeyServer = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    asked,
    answer: answerJson({}),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return keyServer;
}
