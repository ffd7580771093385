/** Refuses a wrong option, so that a developer sees it at once. */
import type { Consent, TrackerOptions, VisitorStore } from "../options.ts";
import type { Plugin } from "../plugin.ts";
import { nearestName } from "./edit-distance.ts";

interface Rule {
  readonly isValid: (value: unknown) => boolean;
  /** Completes the sentence "the option must be ...". */
  readonly expected: string;
}

const WHOLE_NUMBER: Rule = {
  isValid: (value) => typeof value === "number" && Number.isInteger(value) && value >= 1 && value < 1e9,
  expected: "a whole number from 1 to 999,999,999",
};
const BOOLEAN: Rule = { isValid: (value) => typeof value === "boolean", expected: "true or false" };

const RULES: Readonly<Record<keyof TrackerOptions, Rule>> = {
  endpoint: {
    isValid: (value) => typeof value === "string" && /^(https?:)?\/{1,2}[^/]/i.test(value),
    expected: 'a URL that begins with "https://", or a path that begins with "/"',
  },
  name: {
    isValid: (value) => typeof value === "string" && /^[\w-]{1,32}$/.test(value),
    expected: "1 to 32 letters, digits, _ or -",
  },
  maxBatchEvents: WHOLE_NUMBER,
  maxBatchBytes: WHOLE_NUMBER,
  flushIntervalMs: WHOLE_NUMBER,
  requestTimeoutMs: WHOLE_NUMBER,
  sessionTimeoutMs: WHOLE_NUMBER,
  compress: BOOLEAN,
  sharedSession: BOOLEAN,
  debug: BOOLEAN,
  acknowledge: {
    isValid: (value) => value === "answer" || value === "status",
    expected: '"answer" or "status"',
  },
  credentials: {
    isValid: (value) => value === "omit" || value === "include",
    expected: '"omit" or "include"',
  },
  urlParameters: {
    isValid: Array.isArray,
    expected: 'a list of names, such as ["q", "utm_*"]',
  },
  consent: {
    isValid: (value) => typeof (value as Partial<Consent> | null)?.gateTracker === "function",
    expected: "what createConsent() returns",
  },
  visitorStore: {
    isValid: (value) => typeof (value as Partial<VisitorStore> | null)?.place === "function",
    expected: "what shareOverSubdomains() returns",
  },
  plugins: {
    isValid: (value) => Array.isArray(value) && value.every(isPlugin),
    expected: "a list of plugins, such as [pageViews()]",
  },
  onDrop: { isValid: (value) => typeof value === "function", expected: "a function" },
};

function isPlugin(value: unknown): boolean {
  const { name, setup, processEvent } = Object(value) as Partial<Plugin>;
  return typeof name === "string" && [setup, processEvent].some((each) => typeof each === "function");
}

/** @throws TypeError that names the wrong option, what came and what was expected */
export function checkOptions(options: TrackerOptions): void {
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (value === undefined) continue;
    const rule = (RULES as Readonly<Record<string, Rule | undefined>>)[name];
    if (!rule) throw new TypeError(`clickstream: ${unknownOption(name)}`);
    if (!rule.isValid(value)) {
      throw new TypeError(`clickstream: the option \`${name}\` must be ${rule.expected}; got ${describe(value)}`);
    }
  }
}

function unknownOption(name: string): string {
  const names = Object.keys(RULES);
  const meant = nearestName(name, names);
  const hint = meant === undefined ? `the options are ${names.join(", ")}` : `did you mean \`${meant}\`?`;
  return `\`${name}\` is not an option; ${hint}`;
}

function describe(value: unknown): string {
  if (typeof value === "string") return `the text "${value}"`;
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}
