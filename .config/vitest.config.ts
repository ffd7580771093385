import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path(".."),
  resolve: { alias: { "clickstream-js": path("../src/index.ts") } },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/left-out.ts"],
    restoreMocks: true,
  },
});
