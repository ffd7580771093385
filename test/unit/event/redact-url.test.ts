/** What of a URL is kept, and what no event carries. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactUrl } from "../../../src/event/redact-url.ts";

const SHOP = "https://shop.example";
const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiIsIm5hbWUiOiJBbm5hIn0.k0dXyb3mJt-2n_Qm5Wc1ZV8oQ7rYp4sT6uAxLdEfGhI";

describe("loses", () => {
  test.each([
    ["a login", "https://anna:s3cret@shop.example/a", `${SHOP}/a`],
    ["a login with an @ in its password", "https://anna:p@ss@shop.example/a", `${SHOP}/a`],
    ["a login without a scheme", "//anna:s3cret@shop.example/a", "//shop.example/a"],
    ["a fragment", `${SHOP}/a#access_token=1`, `${SHOP}/a`],
    ["a fragment that looks like a query", `${SHOP}/a#/b?q=1#c`, `${SHOP}/a`],
    ["the content of data:", "data:text/html,<p>Anna\n</p>", "data:"],
    ["the content of javascript:", "javascript:alert('anna')", "javascript:"],
    ["the content of blob:", `blob:${SHOP}/0b5e4a1c`, "blob:"],
    ["the content of mailto:", "mailto:anna@example.com", "mailto:"],
    ["an unknown parameter", `${SHOP}/?token=1&utm_source=mail`, `${SHOP}/?token=redacted&utm_source=mail`],
    ["each of several", `${SHOP}/?token=1&token=2`, `${SHOP}/?token=redacted&token=redacted`],
    [
      "one whose name only begins as a kept one",
      `${SHOP}/?query_id=1&pages=3`,
      `${SHOP}/?query_id=redacted&pages=redacted`,
    ],
    ["one whose name is encoded", `${SHOP}/?%71=1`, `${SHOP}/?%71=redacted`],
    ["one in other letters", `${SHOP}/?größe=xl&サイズ=1`, `${SHOP}/?größe=redacted&サイズ=redacted`],
    ["a value with = in it", `${SHOP}/?sig=a=b==&page=2`, `${SHOP}/?sig=redacted&page=2`],
    ["a URL in a value", `${SHOP}/?next=https://a:b@c.de/d/e&page=2`, `${SHOP}/?next=redacted&page=2`],
    ["a query in a value", `${SHOP}/?next=/a?token=1`, `${SHOP}/?next=redacted?token=redacted`],
    ["one after ;", `${SHOP}/?q=tea;token=1`, `${SHOP}/?q=tea;token=redacted`],
    ["a matrix parameter", `${SHOP}/cart;jsessionid=1A?page=2`, `${SHOP}/cart;jsessionid=redacted?page=2`],
    ["a matrix parameter and the path after it", `${SHOP}/a;id=7/anna/b`, `${SHOP}/a;id=redacted`],
  ])("%s", (_what, url, expected) => {
    expect(redactUrl(url)).toBe(expected);
  });
});

describe("finds", () => {
  test.each([
    ["a mail address in the path", `${SHOP}/users/anna@example.com/orders`, `${SHOP}/users/redacted/orders`],
    ["one that is encoded", `${SHOP}/users/anna%40example.com`, `${SHOP}/users/redacted`],
    ["one that is encoded twice", `${SHOP}/users/anna%2540example%252Ecom`, `${SHOP}/users/redacted`],
    ["one in a kept parameter", `${SHOP}/?q=anna.maria%2Btea@example.com&page=2`, `${SHOP}/?q=redacted&page=2`],
    ["one that is a parameter's name", `${SHOP}/?anna@example.com=1`, `${SHOP}/?redacted=redacted`],
    ["one without any parameter", `${SHOP}/?anna@example.com`, `${SHOP}/?redacted`],
    ["one in a matrix parameter", `${SHOP}/a;q=anna@example.com`, `${SHOP}/a;q=redacted`],
    ["one in other letters", `${SHOP}/анна@пример.рф`, `${SHOP}/redacted`],
    ["one beside broken encoding", `${SHOP}/%zz%E0%A4%A-anna%40example.com/%`, `${SHOP}/redacted/%`],
    ["one in a relative URL", "users/anna@example.com?page=1", "users/redacted?page=1"],
    ["a JSON Web Token in the path", `${SHOP}/verify/${JWT}`, `${SHOP}/verify/redacted`],
    ["one without a signature", `${SHOP}/v/${JWT.slice(0, 57)}.`, `${SHOP}/v/redacted`],
    ["hex", `${SHOP}/reset/9f86d081884c7d659a2feaa0c55ad015`, `${SHOP}/reset/redacted`],
    ["hex after a word", `${SHOP}/s/sess_9F86D081884C7D659A2F`, `${SHOP}/s/redacted`],
    ["a UUID", `${SHOP}/reset/3f2504e0-4f89-41d3-9a0c-0305e82c3301`, `${SHOP}/reset/redacted`],
    ["a UUID in capitals", `${SHOP}/reset/3F2504E0-4F89-41D3-9A0C-0305E82C3301`, `${SHOP}/reset/redacted`],
    ["20 letters and digits", `${SHOP}/reset/k3tbq9wzxa1mpyl7erd2`, `${SHOP}/reset/redacted`],
    ["a ULID", `${SHOP}/reset/01ARZ3NDEKTSV4RRFFQ69G5FAV`, `${SHOP}/reset/redacted`],
    ["base64", `${SHOP}/r/3q2%2BAx9fQmRzT7kLw%2Fv8YbN0cPjH5g%3D%3D`, `${SHOP}/r/redacted`],
    ["base64 with pauses, as URLs have it", `${SHOP}/r/V1StGXR8_Z5jdHi6B-myT`, `${SHOP}/r/redacted`],
    ["a card number", `${SHOP}/pay/4111111111111111`, `${SHOP}/pay/redacted`],
    ["a short card number", `${SHOP}/pay/30569309025904`, `${SHOP}/pay/redacted`],
    ["a card number in groups", `${SHOP}/pay/4111-1111-1111-1111`, `${SHOP}/pay/redacted`],
    ["one with encoded pauses", `${SHOP}/pay/4111%201111%201111%201111`, `${SHOP}/pay/redacted`],
    ["one in a query without a name", `${SHOP}/?4111+1111+1111+1111`, `${SHOP}/?redacted`],
    ["a phone number", `${SHOP}/call/+84901234567`, `${SHOP}/call/redacted`],
    ["one that is encoded", `${SHOP}/?%2B4917012345678`, `${SHOP}/?redacted`],
    ["16 hex digits", `${SHOP}/reset/9f86d081884c7d65`, `${SHOP}/reset/redacted`],
    ["a token without a digit", `${SHOP}/reset/QHZKVWPLMXJTRFBNDSGCYAEIOU`, `${SHOP}/reset/redacted`],
    ["a login in the path", `${SHOP}/redirect/https://user:pw@host/a`, `${SHOP}/redirect/https://host/a`],
    ["one after a single slash", `${SHOP}/redirect/https:/user:pw@host/`, `${SHOP}/redirect/https:/redacted/`],
    ["one that is encoded", `${SHOP}/redirect/https%3A%2F%2Fuser%3Apw%40host%2F`, `${SHOP}/redirect/redacted`],
    ["one in a kept parameter", `${SHOP}/?q=https%3A%2F%2Fuser%3Apw%40host`, `${SHOP}/?q=redacted`],
    ["a parameter in the path", `${SHOP}/a,token=S`, `${SHOP}/a,token=redacted`],
    ["one that is encoded", `${SHOP}/a%7Ctoken%3DS/b`, `${SHOP}/redacted/b`],
    ["one that is encoded twice", `${SHOP}/a%253Btoken%253DS`, `${SHOP}/redacted`],
    ["one in a kept parameter", `${SHOP}/?q=1%26token%3DS&page=2`, `${SHOP}/?q=redacted&page=2`],
    ["one there that is encoded twice", `${SHOP}/?q=1%2526token%255B%255D%253DS`, `${SHOP}/?q=redacted`],
    ...Array.from("|:!~.,+ ", (sign) => [
      `one there after a ${sign}`,
      `${SHOP}/?q=1${sign}token=S`,
      `${SHOP}/?q=redacted`,
    ]),
  ])("%s", (_what, url, expected) => {
    expect(redactUrl(url)).toBe(expected);
  });
});

describe("keeps", () => {
  test.each([
    ["host, port and path", "https://shop.example:8080/products/42"],
    [
      "kept parameters",
      `${SHOP}/?utm_source=mail&utm_source_platform=x&gclid=Cj0K&q=tea+pot&query=a&page=2&sort=price`,
    ],
    [
      "click ids",
      `${SHOP}/?gclid=Cj0KCQiA_qG5BhDTARIsAA0UHSL4a8vVZ9yYk2x0hQ-T6m1n&gbraid=0AAAAADq8x7Yt3k_Zl9RkVb2Qw&wbraid=CjkKCQiA`,
    ],
    ["numbers that the site named", `${SHOP}/?utm_id=120208412345670123&gad_campaignid=21034567890123456`],
    ["dates that the site named", `${SHOP}/?utm_campaign=2026-11-24-2026-12-01_black-friday`],
    ["what looks like a secret, by a name that the site named", `${SHOP}/?fbclid=${JWT}&q=4111+1111+1111+1111`],
    ["padding and a = in what the site named", `${SHOP}/?utm_content=YWJj%3D%3D&utm_term=a%3Db&epik=ab%2Bcd==`],
    ["a path of a hash router", "#/cart"],
    ["dates in a path", `${SHOP}/sale/2026-11-24-2026-12-01`],
    ["ids of a shop", `${SHOP}/teapot-i.12345678.1234567890/dp/B08N5WRWNW/p/itm6ac6485515ae4`],
    ["names of pages", `${SHOP}/MyAccount/ProductDetailsForCustomers.aspx`],
    ["a parameter without a value", `${SHOP}/?print&q=`],
    ["a path", "/products/42"],
    ["a path with a colon", "/a:b"],
    ["a path with an @", `${SHOP}/@anna/a@b/npm/react@18.2.0`],
    ["an EAN", `${SHOP}/p/4006381333931`],
    ["a day and a time", `${SHOP}/2026/11/24/2026-11-24-0800`],
    ["a slug", `${SHOP}/samsung-galaxy-s24-ultra-5g-512gb-12gb-ram-titanium-black.html`],
    ["a slug in mixed case", `${SHOP}/Apple-iPhone-15-Pro-Max-256GB-Blue`],
    ["a snake_case slug", `${SHOP}/summer_sale_2026_kitchen_and_garden`],
    ["words that were searched for", `${SHOP}/?q=iPhone+15pro+max+256gb+MacBook`],
    ["a long word", `${SHOP}/donaudampfschifffahrtsgesellschaft`],
    ["other letters", `${SHOP}/búsqueda/チーズ/カテゴリー?q=ünïcödé`],
    [
      "other letters, encoded",
      `${SHOP}/%E3%83%81%E3%83%BC%E3%82%BA%E3%83%81%E3%83%BC%E3%82%BA?q=%C3%BCn%C3%AFc%C3%B6d%C3%A9`,
    ],
    ["broken encoding", `${SHOP}/100%/%E0%A4%A/%zz?q=50%`],
    ["an app as a referrer", "android-app://com.example.mail/"],
    ["a page without an address", "about:"],
  ])("%s", (_what, url) => {
    expect(redactUrl(url)).toBe(url);
  });

  test("the parameters that the site names, and no others", () => {
    const redacted = redactUrl(`${SHOP}/?variant=red&q=tea&f[]=1&utm_term=x`, ["variant", "f[]"]);
    expect(redacted).toBe(`${SHOP}/?variant=red&q=redacted&f[]=1&utm_term=redacted`);
  });
});

test("loses the query and the fragment of a hash router's path", () => {
  expect(redactUrl("#/cart?token=1#a")).toBe("#/cart?token=redacted");
});

test.each(["", "#", "#a", "#access_token=1", undefined])("%j is no URL", (url) => {
  expect(redactUrl(url)).toBeUndefined();
});

test("is never longer than an endpoint takes", () => {
  expect(redactUrl(`${SHOP}/${"teapot-".repeat(1_000)}`)).toHaveLength(2_048);
});

const SIGNS = [
  "/",
  "?",
  "#",
  "&",
  ";",
  "=",
  ":",
  "@",
  "%",
  ".",
  "+",
  "-",
  " ",
  "//",
  "%40",
  "%2540",
  "a",
  "A",
  "f0",
  "7",
  "q=",
  "utm_x=",
  "é",
  "\ud800",
  "\n",
];
const garbage = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...SIGNS), minLength: maxLength / 2, maxLength });
const anyText = fc.oneof(fc.string({ unit: "binary" }), garbage(60), garbage(3_000));
const begin = (...beginnings: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...beginnings), anyText).map(([beginning, text]) => beginning + text);
const anyUrl = fc.oneof(
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  begin(`${SHOP}/`, `${SHOP}?`, "https://anna:1@shop.example/"),
  // What has the place of a host, and is none, is no URL.
  begin("", "/", "?").filter((text) => !/^[^/?#&;=]*\/\//.test(text)),
);

test("throws for no text", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(redactUrl(text)?.length ?? 0).toBeLessThanOrEqual(2_048);
    }),
  );
});

test("does nothing to what it has redacted", () => {
  fc.assert(
    fc.property(anyUrl, (url) => {
      const once = redactUrl(url);
      expect(redactUrl(once)).toBe(once);
    }),
    { examples: [["https://shop.example//@/@//"], ["https://shop.example//a@//b@c@/d@/"]] },
  );
});

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");
const bytes = (count: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: count, maxLength: count });
const secret = fc.oneof(
  fc.emailAddress(),
  fc.uuid(),
  fc.ulid(),
  bytes(16)
    .map((some) => Buffer.from(some).toString("hex"))
    .filter((hex) => /\d/.test(hex.slice(0, 20))),
  fc
    .tuple(fc.record({ alg: fc.constantFrom("HS256", "RS256", "ES512"), kid: fc.string() }), fc.object(), bytes(32))
    .map(
      ([head, body, signature]) =>
        [head, body].map((part) => base64url(Buffer.from(JSON.stringify(part)))).join(".") + `.${base64url(signature)}`,
    ),
  fc.stringMatching(/^[3-6]\d{3}[ +-]?\d{4}[ +-]?\d{4}[ +-]?\d{3,4}$/),
);
const encode = fc.constantFrom<(text: string) => string>(
  (text) => text.replace(/[/?#&;=%]/g, encodeURIComponent),
  encodeURIComponent,
  (text) => encodeURIComponent(encodeURIComponent(text)),
);
const decode = (text: string): string =>
  text.replace(/%([\da-f]{2})/gi, (_triplet, hex: string) => String.fromCharCode(parseInt(hex, 16)));
const place = fc.constantFrom(
  "/a/*/b",
  "/a;x=*",
  "/?x=*",
  "/?*",
  "/?*=1",
  "/a#*",
  "/a/mail:*,b",
  "/a,x=*",
  "/|*|",
  "/~*!a",
);

test("leaves no secret, wherever it stands and however it is encoded", () => {
  fc.assert(
    fc.property(secret, encode, place, (text, encoded, where) => {
      const redacted = redactUrl(SHOP + where.replace("*", () => encoded(text)));
      expect(redacted).not.toContain(encoded(text));
      expect(decode(decode(redacted ?? ""))).not.toContain(text);
    }),
  );
});

/** A million characters: a step that grows with the square of the length would take hours. */
test.each([
  "a",
  "1",
  "a1",
  "aA",
  "@",
  "a@",
  "-",
  "%",
  "%2",
  "/",
  "//",
  "?",
  "?a",
  "&;",
  "a=",
  "1 ",
  "-abcd",
  "A1a",
  ":",
  "é",
])(
  "takes no time to speak of for many %j",
  (sign) => {
    const many = sign.repeat(1_000_000 / sign.length);
    expect(redactUrl(many)?.length ?? 0).toBeLessThanOrEqual(2_048);
    expect(redactUrl(`${SHOP}/?q=${many}`)?.length).toBeLessThanOrEqual(2_048);
  },
  60_000,
);
