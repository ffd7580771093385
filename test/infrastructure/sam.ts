/** The SAM template, read as the service would read it. */
import { readFileSync } from "node:fs";
import { parseTemplate, resolveTemplate, type ResolvedTemplate } from "./cloudformation.ts";

export const SAM_FILE = "examples/infrastructure/sam/template.yaml";
export const ORIGINS = ["https://shop.example", "http://localhost:4000"];

/** `yaml` is asked for by whoever has changed it. */
export function resolveSam(
  parameters: Readonly<Record<string, string>> = {},
  yaml: string = readFileSync(SAM_FILE, "utf8"),
): ResolvedTemplate {
  return resolveTemplate(parseTemplate(yaml), { AllowedOrigins: ORIGINS.join(","), ...parameters });
}
