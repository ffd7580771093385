/** The options of `npm start` and `npm run dev`. */
import { expect, test } from "vitest";
import { parseStartOptions } from "../../../examples/demo/start-options.ts";

const DISPLAY = { DISPLAY: ":0" };

test("takes ports 4000 and 4001, and opens a browser", () => {
  expect(parseStartOptions([], DISPLAY, "linux")).toEqual({
    kind: "options",
    port: 4_000,
    ingestPort: 4_001,
    reloads: false,
    opensBrowser: true,
    hostNames: [],
  });
});

test("takes names that the server answers to", () => {
  expect(parseStartOptions(["--host=Shop.test", "--host=mac-7"], {}, "linux")).toMatchObject({
    hostNames: ["shop.test", "mac-7"],
  });
});

test.each(["", "shop.test:4000", "https://shop.test", "*", "a b"])("names a wrong host: %j", (name) => {
  expect(parseStartOptions([`--host=${name}`], {}, "linux")).toMatchObject({
    kind: "wrong",
    message: expect.stringContaining(`"${name}" is no host name`) as string,
  });
});

test("takes other ports, 0 for any free one", () => {
  expect(parseStartOptions([], { PORT: "8080", INGEST_PORT: "0" }, "linux")).toMatchObject({
    port: 8_080,
    ingestPort: 0,
  });
  expect(parseStartOptions([], { PORT: "0", INGEST_PORT: "0" }, "linux")).toMatchObject({ kind: "options" });
});

test.each([
  { why: "--no-open is given", args: ["--no-open"], env: DISPLAY, platform: "linux" },
  { why: "each restart would open one", args: ["--dev"], env: DISPLAY, platform: "linux" },
  { why: "there is no display", args: [], env: {}, platform: "linux" },
  { why: "it runs in CI", args: [], env: { ...DISPLAY, CI: "true" }, platform: "darwin" },
])("opens no browser where $why", ({ args, env, platform }) => {
  expect(parseStartOptions(args, env, platform)).toMatchObject({ opensBrowser: false });
});

test.each([
  { platform: "linux", env: { WAYLAND_DISPLAY: "wayland-0" } },
  { platform: "darwin", env: {} },
  { platform: "win32", env: {} },
])("opens a browser on $platform", ({ platform, env }) => {
  expect(parseStartOptions([], env, platform)).toMatchObject({ opensBrowser: true });
});

test.each(["abc", "-1", "65536", "80.5", "0x50", " 80"])("names a wrong port: %j", (PORT) => {
  expect(parseStartOptions([], { PORT }, "linux")).toEqual({
    kind: "wrong",
    message: `PORT is "${PORT}", expected a whole number from 0 to 65535.`,
  });
  expect(parseStartOptions([], { INGEST_PORT: PORT }, "linux")).toMatchObject({ kind: "wrong" });
});

test("lets pages reload with --dev only", () => {
  expect(parseStartOptions(["--dev"], {}, "linux")).toMatchObject({ kind: "options", reloads: true });
});

test("refuses one port for both", () => {
  expect(parseStartOptions([], { PORT: "4001" }, "linux")).toMatchObject({ kind: "wrong" });
});

test("refuses what it does not know", () => {
  expect(parseStartOptions(["--open"], {}, "linux")).toMatchObject({ kind: "wrong" });
});
