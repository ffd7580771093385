/** The ids of a visitor are found by each other, and no second person is erased unless an operator says so. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findJoinedIds, type JoinedIds } from "../../examples/warehouse/erase/joined-ids.ts";
import { addIds, type Visitor } from "../../examples/warehouse/erase/visitor.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import { buildKey, buildLine, createTestBucket } from "../support/test-bucket.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";

const NOBODY: Visitor = { client: [], user: [], firstParty: [] };

describe.each(ENGINES_HERE)("on $name", { timeout: 30_000 }, ({ start }) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(() => server.stop());

  const find = async (named: Visitor, lines: readonly string[]): Promise<JoinedIds> => {
    const bucket = await createTestBucket();
    await bucket.put(buildKey("a.ndjson"), lines.join("\n"));
    const database = await server.fresh();
    await load({ source: bucket.source, database });
    return findJoinedIds(database, named);
  };
  const print = ({ ids }: JoinedIds): readonly string[] =>
    ids.map(
      ({ kind, id, isNamed, events, users }) => `${kind} ${id} ${isNamed ? "named" : "found"} ${events} ${users}`,
    );

  test("from the phone to the user, to the laptop, and to the cookie that outlived its id", async () => {
    const joined = await find(addIds(NOBODY, "client", ["phone"]), [
      buildLine({ client_id: "phone" }),
      buildLine({ client_id: "phone", user_id: "ada" }),
      buildLine({ client_id: "laptop", user_id: "ada" }, { first_party_id: "laptop" }),
      buildLine({ client_id: "laptop-2" }, { first_party_id: "laptop" }),
      buildLine({ client_id: "bob's", user_id: "bob" }, { first_party_id: "bob's" }),
    ]);
    expect(print(joined)).toEqual([
      "client phone named 2 1",
      "client laptop found 1 1",
      "client laptop-2 found 1 0",
      "user ada found 2 1",
      "firstParty laptop found 2 1",
    ]);
    expect(joined.isCut).toBe(false);
    expect(joined.visitor).toEqual({ client: ["phone", "laptop", "laptop-2"], user: ["ada"], firstParty: ["laptop"] });
  });

  test("a device with two users shows both, and how many they are", async () => {
    const joined = await find(addIds(NOBODY, "user", ["ada"]), [
      buildLine({ client_id: "kiosk", user_id: "ada" }),
      buildLine({ client_id: "kiosk", user_id: "bob" }),
      buildLine({ client_id: "kiosk", user_id: "bob" }),
    ]);
    expect(print(joined)).toEqual(["client kiosk found 3 2", "user ada named 1 1", "user bob found 2 1"]);
  });

  test("an id that nobody has is shown with no event", async () => {
    const joined = await find(addIds(NOBODY, "firstParty", ["none"]), [buildLine()]);
    expect(print(joined)).toEqual(["firstParty none named 0 0"]);
  });

  test("a device of a thousand visitors ends the search, and says so", async () => {
    const lines = Array.from({ length: 1_001 }, (_, index) => buildLine({ client_id: "kiosk", user_id: `u${index}` }));
    const cut = await find(addIds(NOBODY, "client", ["kiosk"]), lines);
    expect(cut).toMatchObject({ isCut: true, visitor: { client: ["kiosk"], user: [] } });
    const whole = await find(addIds(NOBODY, "client", ["kiosk"]), lines.slice(1));
    expect([whole.isCut, whole.visitor.user.length]).toEqual([false, 1_000]);
  });
});
