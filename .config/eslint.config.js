import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const PAGE_GLOBALS = [
  "window",
  "document",
  "navigator",
  "location",
  "localStorage",
  "sessionStorage",
  "indexedDB",
  "fetch",
  "crypto",
  "performance",
  "setTimeout",
  "setInterval",
  "requestIdleCallback",
  "console",
];

const AS_NEVER = { selector: "TSAsExpression > TSNeverKeyword", message: "Give it the type that it has." };
const CLASS = {
  selector: ":matches(ClassDeclaration, ClassExpression):not([superClass.name=/Error$/])",
  message: "Write a function that returns an object. Only an error is a class.",
};
const DEFAULT_EXPORT = { selector: "ExportDefaultDeclaration", message: "Export it by its name." };
const ENUM = { selector: "TSEnumDeclaration", message: "Write a union of texts." };
const MODULE_STATE = {
  selector: ":matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration[kind='let']",
  message: "Keep state in what a create function returns.",
};

/** The setting of the rule that bans all of these, with exceptions for some files. */
const banAllBut = (...exceptions) => [
  "error",
  ...[AS_NEVER, CLASS, DEFAULT_EXPORT, ENUM, MODULE_STATE].filter((syntax) => !exceptions.includes(syntax)),
];

/** Files whose types are those of this project: one program for each, and not all three. */
const ofProject = (project, files) => ({
  files,
  languageOptions: { parserOptions: { project, tsconfigRootDir: `${import.meta.dirname}/..` } },
});

export default defineConfig(
  globalIgnores(["**/dist/", "coverage/", "docs/api/", "**/.clickstream/"]),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  ofProject("test/tsconfig.json", ["test/**", ".config/**", "tsup.config.ts"]),
  ofProject("examples/tsconfig.json", ["examples/**"]),
  ofProject("tsconfig.json", ["src/**"]),
  {
    rules: {
      "no-console": "error",
      "no-else-return": ["error", { allowElseIf: false }],
      "no-param-reassign": "error",
      "no-restricted-syntax": banAllBut(),
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-function-return-type": ["error", { allowExpressions: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
      // Arrays and numbers are joined into text on purpose where bytes count.
      "@typescript-eslint/no-base-to-string": "off",
    },
  },
  {
    name: "the page is reached through the platform only",
    files: ["src/**"],
    ignores: ["src/platform/**", "src/plugins/**"],
    rules: {
      "no-restricted-globals": ["error", ...PAGE_GLOBALS],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "Ask platform.now()." },
        { object: "Math", property: "random", message: "Ask platform.random()." },
      ],
    },
  },
  { files: ["src/platform/**", "test/**", "examples/**"], rules: { "no-console": "off" } },
  {
    files: ["test/**"],
    rules: {
      "@typescript-eslint/explicit-function-return-type": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    name: "what the tools ask for",
    files: [".config/**", "tsup.config.ts", "test/labs/bench/peer-types.d.ts"],
    rules: { "no-restricted-syntax": banAllBut(DEFAULT_EXPORT) },
  },
  {
    name: "a construct of the CDK is a class",
    files: ["examples/infrastructure/cdk/clickstream-ingest.ts"],
    rules: { "no-restricted-syntax": banAllBut(CLASS) },
  },
  {
    name: "what beforeAll prepares",
    files: ["test/**/*.test.ts"],
    rules: { "no-restricted-syntax": banAllBut(MODULE_STATE) },
  },
  {
    name: "input that no type allows",
    files: ["test/ingest/fuzz.test.ts", "test/unit/development/debug-tracker.test.ts", "test/labs/load/cold/start.ts"],
    rules: { "no-restricted-syntax": banAllBut(AS_NEVER, MODULE_STATE) },
  },
  {
    files: ["**/*.js"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: "readonly" } },
    rules: { "@typescript-eslint/explicit-function-return-type": "off" },
  },
);
