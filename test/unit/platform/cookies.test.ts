/** Proves that cookies are believed only as far as they are read back, and hold nothing that they can't hold. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { createCookieStore } from "../../../src/platform/cookies.ts";

afterEach(() => vi.unstubAllGlobals());

const KEY = "clickstream:default:client_id";
const NAME = "clickstream.default.client_id";

interface Jar {
  /** What is kept: `<domain> <name>`, and the value. */
  readonly kept: Map<string, string>;
  /** All that was written. */
  readonly written: string[];
}

/** A browser with cookies, at this host. It refuses cookies for public suffixes and for other hosts. */
function openPage(host: string, { kept, written }: Jar = { kept: new Map(), written: [] }, protocol = "https:"): Jar {
  const isPublic = (domain: string): boolean => ["example", "co.uk", "uk", "localhost"].includes(domain);
  vi.stubGlobal("location", { hostname: host, protocol });
  vi.stubGlobal("document", {
    get cookie() {
      return [...kept]
        .filter(([key]) => `.${host}`.endsWith(`.${key.split(" ")[0]}`))
        .map(([key, value]) => `${key.split(" ")[1]}=${value}`)
        .join("; ");
    },
    set cookie(text: string) {
      written.push(text);
      const [, name = "", value = "", domain = "", age] =
        /^([^=]+)=([^;]*); Domain=([^;]*); Path=\/; Max-Age=(\d+); SameSite=Lax(; Secure)?$/.exec(text) ?? [];
      if (isPublic(domain) || !`.${host}`.endsWith(`.${domain}`)) return;
      if (age === "0") kept.delete(`${domain} ${name}`);
      else kept.set(`${domain} ${name}`, value);
    },
  });
  return { kept, written };
}

describe("a cookie store", () => {
  test.each([
    ["www.shop.example", "shop.example"],
    ["a.b.checkout.shop.example", "shop.example"],
    ["shop.example", "shop.example"],
    ["www.shop.co.uk", "shop.co.uk"],
  ])("at %s keeps for %s, and reads it back", (host, domain) => {
    const { kept } = openPage(host);
    const store = createCookieStore();
    store.write(KEY, "abc");
    store.write(KEY, "abc_-1");
    expect([...kept]).toEqual([[`${domain} ${NAME}`, "abc_-1"]]);
    expect(store.read(KEY)).toBe("abc_-1");
    expect(store.keys("clickstream:")).toEqual([KEY]);
  });

  test("is one for all subdomains", () => {
    const jar = openPage("www.shop.example");
    createCookieStore().write(KEY, "abc");
    openPage("checkout.shop.example", jar);
    const store = createCookieStore();
    expect(store.read(KEY)).toBe("abc");
    store.remove(KEY);
    expect([store.read(KEY), jar.kept.size]).toEqual([undefined, 0]);
    openPage("www.other.example", jar);
    expect(createCookieStore().read(KEY)).toBeUndefined();
  });

  test("writes nothing before there is something to keep", () => {
    const { written } = openPage("www.shop.example");
    const store = createCookieStore();
    expect([store.read(KEY), store.keys("")]).toEqual([undefined, []]);
    expect(written).toEqual([]);
  });

  test.each([
    ["https:", true],
    ["http:", false],
  ])("at %s is Secure: %s", (protocol, isSecure) => {
    const { written } = openPage("shop.example", undefined, protocol);
    createCookieStore().write(KEY, "abc");
    expect(written.at(-1)?.endsWith("; Secure")).toBe(isSecure);
    expect(written.at(-1)).toContain("; Max-Age=34560000; SameSite=Lax");
  });

  test.each(["", "a;b", "a=b", "a.b", "ü", "<", `"a"`, "a,b", "a\nb", "x".repeat(100)])(
    "takes no value %j",
    (value) => {
      const { written } = openPage("shop.example");
      createCookieStore().write(KEY, value);
      expect(written).toEqual([]);
    },
  );

  test.each(["", "a%20b", "<script>", "x".repeat(100)])("reads no value %j of somebody else", (value) => {
    openPage("shop.example", { kept: new Map([[`shop.example ${NAME}`, value]]), written: [] });
    expect(createCookieStore().read(KEY)).toBeUndefined();
  });

  test("keeps a session and a decision as they are", () => {
    openPage("shop.example");
    const store = createCookieStore();
    for (const value of ["V1StGXR8_Z5jdHi6B-myT 1795507200000 3", "granted 1795507200000 0", "reset", "7"]) {
      store.write(KEY, value);
      expect(store.read(KEY)).toBe(value);
    }
  });

  test("counts no more where another cookie of that name is in front of it", () => {
    const kept = new Map([[`www.shop.example ${NAME} host-only`, "shadow"]]);
    openPage("www.shop.example", { kept, written: [] });
    const store = createCookieStore();
    store.write(KEY, "abc");
    store.write("clickstream:default:session_number", "1");
    expect([store.read(KEY), store.read("clickstream:default:session_number")]).toEqual([undefined, undefined]);
  });

  test("lists no cookie of the page", () => {
    const kept = new Map(["clickstream", "clickstreamer", "cart"].map((name) => [`shop.example ${name}`, "1"]));
    openPage("shop.example", { kept, written: [] });
    expect(createCookieStore().keys("")).toEqual([]);
  });

  test("keeps nothing and throws nothing where cookies are blocked", () => {
    vi.stubGlobal("location", { hostname: "shop.example", protocol: "https:" });
    const refuse = (): never => {
      throw new DOMException("sandboxed", "SecurityError");
    };
    vi.stubGlobal("document", { get cookie() { return refuse(); }, set cookie(_: string) { refuse(); } }); // prettier-ignore
    const store = createCookieStore();
    store.write(KEY, "abc");
    store.remove(KEY);
    expect([store.read(KEY), store.keys("")]).toEqual([undefined, []]);
  });
});
