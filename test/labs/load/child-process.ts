/** Starts a part of the load in a process of its own, and hears its messages. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Child {
  /** The next message. @throws Error when the process ends without one. */
  next(): Promise<unknown>;
  send(message: string): void;
  stop(): Promise<void>;
}

/** What the handlers log goes nowhere, as it would only cost the terminal time. */
export function startChild(
  file: string,
  env: Readonly<Record<string, string>>,
  execArgv: readonly string[] = [],
): Child {
  const child: ChildProcess = fork(fileURLToPath(new URL(file, import.meta.url)), {
    env: { ...process.env, ...env },
    execArgv: [...execArgv],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  return {
    async next() {
      const ended = once(child, "exit").then(([code]) => {
        throw new Error(`${file} ended with code ${String(code)} and no answer.`);
      });
      const [message] = (await Promise.race([once(child, "message"), ended])) as [unknown];
      ended.catch(() => undefined);
      return message;
    },
    send: (message) => child.send(message),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, "exit");
      if (child.connected) child.disconnect();
      await exit;
    },
  };
}
