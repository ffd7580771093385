/** A display that nobody sees, for browsers that know no headless mode. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

export interface Display {
  /** The environment of a program that draws there. */
  readonly env: NodeJS.ProcessEnv;
  stop(): void;
}

/** The server picks a free number and writes it to its third channel. */
export async function startDisplay(): Promise<Display> {
  const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [number] = (await once(server.stdio[3] as Readable, "data", { signal: AbortSignal.timeout(10_000) })) as [
    Buffer,
  ];
  return {
    env: {
      ...process.env,
      DISPLAY: `:${number.toString().trim()}`,
      // There is no graphics card in a container.
      WEBKIT_DISABLE_COMPOSITING_MODE: "1",
      LIBGL_ALWAYS_SOFTWARE: "1",
    },
    stop: () => void server.kill(),
  };
}
