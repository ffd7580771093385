/** Lets one process at a time use a folder. The lock of a process that was killed does not count. */
import { readFile, rm, writeFile } from "node:fs/promises";

/**
 * Returns the function that unlocks the folder.
 *
 * @throws Error that names the process which uses the folder
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = `${folder}.lock`;
  const unlock = (): Promise<void> => rm(file, { force: true });
  if (await create(file)) return unlock;

  const owner = Number(await readFile(file, "utf8").catch(() => ""));
  if (owner > 0 && isAlive(owner)) throw new Error(`${folder} is in use by process ${String(owner)}.`);
  await unlock();
  if (await create(file)) return unlock;
  throw new Error(`${folder} is in use by another process.`);
}

async function create(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    // Signal 0 only asks whether the process exists: https://nodejs.org/api/process.html#processkillpid-signal
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
