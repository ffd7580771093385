/** The stored bytes are the same JSON, and harmless where somebody shows them as HTML. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { serialize } from "../../examples/ingest-lambda/src/event/record.ts";

test("loses nothing and holds no character that ends a script or begins a tag", () => {
  const hostile = fc.constantFrom("</script><img src=x onerror=alert(1)>", "&lt;", "\u2028", "\u2029");
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(hostile, fc.string()), fc.oneof(hostile, fc.jsonValue())), (event) => {
      const stored = serialize(event);
      expect(stored).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(stored)).toEqual(JSON.parse(JSON.stringify(event)));
    }),
  );
});
