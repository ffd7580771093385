/** What `npm run quick` chooses from: suites that need no browser and are done in seconds. */
import config from "./vitest.config.ts";

export default {
  ...config,
  test: {
    ...config.test,
    include: ["unit", "ingest", "schema"].map((folder) => `test/${folder}/**/*.test.ts`),
    // These start servers.
    exclude: ["test/**/*-contract.test.ts"],
    globalSetup: [],
  },
};
