/** Lets one process at a time have a folder, even if the one before was killed. */
import { readFile, rm, writeFile } from "node:fs/promises";

/**
 * Returns the undo.
 *
 * @throws Error that names the process which has the folder
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
    // Signal 0 only asks.
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
