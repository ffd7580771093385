/** A PostgreSQL server of Debian's package on a free port, with its files in a folder of its own. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openPostgres } from "../../examples/warehouse/database/postgres-database.ts";

export interface PostgresServer {
  /** Of the administrator's database. */
  readonly url: string;
  stop(): Promise<void>;
}

/** The newest one that is installed. */
export function findPostgres(): string | undefined {
  return globSync("/usr/lib/postgresql/*/bin/postgres").toSorted().map(dirname).at(-1);
}

export async function startPostgres(programs: string): Promise<PostgresServer> {
  // Not in the run's own temporary folder, which is closed to the server's user.
  const folder = await mkdtemp("/tmp/clickstream-postgres-");
  const asUser = becomeServerUser(folder);
  const port = await findFreePort();
  const files = join(folder, "files");
  execFileSync(...asUser(join(programs, "initdb"), "-D", files, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8"), {
    stdio: "ignore",
    cwd: folder,
  });
  // Only a power failure would need `fsync`; a kill does not.
  const options = ["-D", files, "-h", "127.0.0.1", "-p", String(port), "-k", "", "-c", "fsync=off"];
  const server = spawn(...asUser(join(programs, "postgres"), ...options), { stdio: "ignore", cwd: folder });
  const url = `postgres://postgres@127.0.0.1:${String(port)}/postgres`;
  await untilAnswers(url);
  return {
    url,
    async stop() {
      const ended = once(server, "exit");
      // By the server's own command: a signal to `runuser` would not reach it in time.
      execFileSync(...asUser(join(programs, "pg_ctl"), "stop", "-D", files, "-m", "immediate"), {
        stdio: "ignore",
        cwd: folder,
      });
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Command = [program: string, args: string[]];

/** PostgreSQL refuses to run as root. */
function becomeServerUser(folder: string): (program: string, ...args: string[]) => Command {
  if (process.getuid?.() !== 0) return (program, ...args) => [program, args];
  execFileSync("chown", ["postgres", folder]);
  return (program, ...args) => ["/usr/sbin/runuser", ["-u", "postgres", "--", program, ...args]];
}

export function hasPostgres(): boolean {
  const canRun = process.getuid?.() !== 0 || existsSync("/usr/sbin/runuser");
  return findPostgres() !== undefined && canRun;
}

async function untilAnswers(url: string): Promise<void> {
  const deadlineMs = performance.now() + 30_000;
  for (;;) {
    try {
      const database = await openPostgres(url);
      await database.close();
      return;
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
      await sleep(100);
    }
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
