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

export default defineConfig(
  globalIgnores(["**/dist/", "docs/api/", "**/.clickstream/"]),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ["tsconfig.json", "examples/tsconfig.json", "test/tsconfig.json"],
        tsconfigRootDir: `${import.meta.dirname}/..`,
      },
    },
    rules: {
      "no-console": "error",
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
  { files: ["**/*.js"], extends: [tseslint.configs.disableTypeChecked] },
);
