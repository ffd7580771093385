/** An issuer of login tokens for tests, such as Amazon Cognito is: it signs by RSA. */
import { generateKeyPairSync, sign as signBytes } from "node:crypto";
import type { JwtRules } from "../../examples/demo/gateway/jwt-authorizer.ts";

export interface TestIssuer {
  /** What a gateway needs to know of it. */
  readonly rules: JwtRules;
  /** Returns a token with these claims, for the audience of the rules unless they say otherwise. */
  sign(claims: object): string;
}

export function createTestIssuer(): TestIssuer {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const issuer = "https://login.example";
  const audience = "shop";
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  return {
    rules: { issuer, audience: [audience], publicKey },
    sign(claims) {
      const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode({ iss: issuer, aud: audience, ...claims })}`;
      return `${signed}.${signBytes("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
    },
  };
}
