/** Who the user of an event is: by a verified token, by the login cookie, or as the event says. */
import { describe, expect, test } from "vitest";
import { buildEvent, RECEIVED_AT_MS, storeOne } from "../../support/test-ingest.ts";

const COGNITO = "CognitoIdentityServiceProvider.4abc.LastAuthUser";
const SAME_SITE = { "sec-fetch-site": "same-site" };
type Fields = Readonly<Record<string, string>>;

const CLAIMS = { sub: "u1" };

describe("the user", () => {
  test("is the one of a verified token", async () => {
    const event = await storeOne({ body: buildEvent(), claims: CLAIMS });

    expect(event).toMatchObject({ user_id: "u1", user_login_state: "logged_in", identity_source: "jwt" });
    expect(event._ingest.identity).toMatchObject({
      user_id: "jwt",
      user_login_state: "jwt",
      identity_source: "jwt",
      client_id: "client",
    });
    expect(event._ingest).not.toHaveProperty("claimed");
  });

  test("is verified where the event names the same one, and the event's own words stay", async () => {
    const body = buildEvent({ user_id: "u1", user_login_state: "logged_in", identity_source: "cognito" });

    const event = await storeOne({ body, claims: CLAIMS });

    expect(event).toMatchObject({ user_id: "u1", identity_source: "cognito" });
    expect(event._ingest.identity).toMatchObject({
      user_id: "jwt",
      user_login_state: "jwt",
      identity_source: "client",
    });
  });

  describe("on a computer that people share, with the token of the one who signed in last,", () => {
    const HOUR_S = 3_600;
    const NOW_S = RECEIVED_AT_MS / 1_000;

    test.each<readonly [string, Fields, Fields]>([
      ["another one in the event", { user_id: "u2", user_login_state: "logged_in" }, {}],
      ["nobody, when the event says anonymous", { user_login_state: "anonymous" }, {}],
      ["nobody, when the event is from before the sign-in", {}, { auth_time: String(NOW_S + 1) }],
      ["nobody, when the token is younger than the event", {}, { iat: String(NOW_S + 1) }],
      ["nobody, by the sign-in and not by the token", {}, { auth_time: String(NOW_S + 1), iat: String(NOW_S - 1) }],
    ])("stays %s, and is not verified", async (_name, fields, claims) => {
      const event = await storeOne({ body: buildEvent(fields), claims: { ...CLAIMS, ...claims } });

      expect(event.user_id).toBe("user_id" in fields ? fields.user_id : undefined);
      expect(event._ingest.token).toBe("verified");
      expect(Object.values(event._ingest.identity as object)).not.toContain("jwt");
    });

    test.each<readonly [string, Fields, Fields]>([
      ["the event is from after the sign-in", {}, { auth_time: String(NOW_S - HOUR_S), iat: String(NOW_S + 1) }],
      ["the event is of the second of the sign-in", {}, { auth_time: String(NOW_S) }],
      ["the token says no time", {}, {}],
      ["the time is no number", {}, { auth_time: "", iat: "soon" }],
      ["the event names that one, whenever it was", { user_id: "u1" }, { auth_time: String(NOW_S + HOUR_S) }],
    ])("is that one when %s", async (_name, fields, claims) => {
      const event = await storeOne({ body: buildEvent(fields), claims: { ...CLAIMS, ...claims } });

      expect(event).toMatchObject({ user_id: "u1", _ingest: { identity: { user_id: "jwt" } } });
    });
  });

  test("is the one in the event where there is no login, and the file says so", async () => {
    const event = await storeOne({ body: buildEvent({ user_id: "u2", identity_source: "jwt" }) });

    expect(event).toMatchObject({ user_id: "u2", identity_source: "jwt" });
    expect(event._ingest.identity).toMatchObject({ user_id: "client", identity_source: "client" });
    expect(event).not.toHaveProperty("user_login_state");
  });

  test("is the one in Amplify's cookie where the event has none", async () => {
    const event = await storeOne({
      body: buildEvent(),
      headers: { ...SAME_SITE, cookie: `a=b; ${COGNITO}=anna%40x.example` },
    });

    expect(event).toMatchObject({
      user_id: "anna@x.example",
      user_login_state: "logged_in",
      identity_source: "cookie",
    });
    expect(event._ingest.identity).toMatchObject({ user_id: "cookie", user_login_state: "cookie" });
  });

  test("has the missing fields from the cookie when both are of the same user", async () => {
    const body = buildEvent({ user_id: "u1", identity_source: "cognito" });

    const event = await storeOne({ body, headers: { ...SAME_SITE, cookie: `${COGNITO}=u1` } });

    expect(event).toMatchObject({ user_id: "u1", user_login_state: "logged_in", identity_source: "cognito" });
    expect(event._ingest.identity).toMatchObject({ user_id: "client", user_login_state: "cookie" });
  });

  test.each([
    ["the event names another user", { user_id: "u2" }, SAME_SITE, `${COGNITO}=u1`],
    ["the event says anonymous", { user_login_state: "anonymous" }, SAME_SITE, `${COGNITO}=u1`],
    ["another site made the browser send it", {}, { "sec-fetch-site": "cross-site" }, `${COGNITO}=u1`],
    ["the browser does not send the site", {}, {}, `${COGNITO}=u1`],
    ["the cookie is of something else", {}, SAME_SITE, "LastAuthUser=u1"],
    ["the cookie's escapes are broken", {}, SAME_SITE, `${COGNITO}=%E0%A4%A`],
    ["the cookie is empty", {}, SAME_SITE, `${COGNITO}=`],
  ])("is not taken from the cookie when %s", async (_name, fields, headers, cookie) => {
    const event = await storeOne({ body: buildEvent(fields), headers: { ...headers, cookie } });

    expect(event.user_id).toBe("user_id" in fields ? fields.user_id : undefined);
    expect(event.identity_source).toBeUndefined();
  });

  test.each([
    ["without a subject", { email: "a@b.example" }],
    ["with a subject of control characters", { sub: "a\nb" }],
  ])("is not taken from a token %s", async (_name, claims) => {
    const event = await storeOne({ body: buildEvent({ user_id: "u2" }), claims });

    expect(event.user_id).toBe("u2");
    expect(event._ingest.identity).toMatchObject({ user_id: "client" });
  });
});
