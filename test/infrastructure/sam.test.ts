/** The SAM template: where its code is, and what AWS's linter says of it. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hasCfnLint, lint } from "../support/cfn-lint.ts";
import { parseTemplate, type JsonObject } from "./cloudformation.ts";
import { SAM_FILE } from "./sam.ts";

test("takes the code of each function from where the build puts it", () => {
  const template = parseTemplate(readFileSync(SAM_FILE, "utf8"));
  const resources = template["Resources"] as Readonly<Record<string, { readonly Properties: JsonObject }>>;

  expect(resources["Ingest"]?.Properties["CodeUri"]).toBe("../../ingest-lambda/dist/");
  expect(resources["Authorizer"]?.Properties["CodeUri"]).toBe("../authorizer/dist/");
});

test.skipIf(!hasCfnLint())("cfn-lint finds no fault in the templates", { timeout: 60_000 }, () => {
  expect(lint([SAM_FILE, "examples/infrastructure/waf.yaml"])).toBe("");
});
