/** Which visitor an event is from: as the event says, or as the headers do. */
import { describe, expect, test } from "vitest";
import { buildEvent, storeOne } from "../../support/test-ingest.ts";

describe("the visitor", () => {
  const bare = { event_name: "page_view" };

  test("comes from the headers where the event has none", async () => {
    const headers = { "X-Client-Id": "c1", "X-Session-Id": "s1" };

    const event = await storeOne({ body: { ...bare, client_id: null }, headers });

    expect(event).toMatchObject({ client_id: "c1", session_id: "s1" });
    expect(event._ingest.identity).toEqual({ client_id: "header", session_id: "header" });
  });

  test("comes from the headers in the form of a Cognito identity, and where the event's own fits nothing", async () => {
    const id = "ap-southeast-1:1b2c3d4e-0000-4000-8000-1b2c3d4e5f60";

    const event = await storeOne({ body: { ...bare, client_id: "" }, headers: { "X-Client-Id": id } });

    expect(event).toMatchObject({ client_id: id, _ingest: { original: { client_id: "" } } });
    expect(event._ingest.identity).toEqual({ client_id: "header" });
  });

  test("comes from the event where both have one", async () => {
    const event = await storeOne({ body: buildEvent(), headers: { "x-client-id": "c1" } });

    expect(event.client_id).toBe("client-1");
    expect(event._ingest.identity).toEqual({ client_id: "client", session_id: "client" });
  });

  test.each([
    ["came twice", "a,b"],
    ["is long", "a".repeat(8_000)],
    ["is a path", "../a"],
    ["is empty", ""],
  ])("is not taken from a header that %s", async (_name, header) => {
    const event = await storeOne({ body: bare, headers: { "x-client-id": header } });

    expect(event).not.toHaveProperty("client_id");
    expect(event._ingest.identity).toEqual({});
  });
});
