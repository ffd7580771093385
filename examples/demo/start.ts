/** The command of `npm start` and `npm run dev`: runs everything on this machine until Ctrl-C. */
import open from "open";
import { startStack, type Stack } from "./stack.ts";
import { parseStartOptions } from "./start-options.ts";

const FOLDER = ".clickstream";

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function start(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2), process.env, process.platform);
  if (options.kind === "wrong") throw new Error(options.message);

  const { opensBrowser, ...rest } = options;
  const stack = await startStack({ ...rest, folder: FOLDER, env: process.env });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop(stack));
  console.log(describe(stack));
  if (opensBrowser) await openShop(stack);
}

async function stop(stack: Stack): Promise<void> {
  await stack.close();
  process.exit(0);
}

/** Without a browser everything still runs, so the address is printed. */
async function openShop({ shopUrl }: Stack): Promise<void> {
  try {
    const browser = await open(shopUrl);
    browser.on("error", () => undefined);
  } catch {
    console.log(`  No browser could be opened: visit ${shopUrl}\n`);
  }
}

function describe({ shopUrl, liveUrl, dashboardUrl, ingestUrl, where }: Stack): string {
  return `
  clickstream-js is running.

    Shop        ${shopUrl}
    Live        ${liveUrl}
    Warehouse   ${dashboardUrl}
    Ingest      ${ingestUrl}
    Events      ${where}

  Click around in the shop and watch the events arrive. Ctrl-C ends it all.
`;
}
