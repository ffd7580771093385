/** A copy of the repository's code in which a mutant lives, apart from the real one. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Sandbox {
  readonly folder: string;
  /** Changes a file, runs, and puts the file back. */
  withChanged<T>(file: string, change: (source: string) => string, run: () => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

const COPIED = ["src", "test", "examples", "docs", ".config", "package.json", "tsconfig.json", "tsup.config.ts"];
const LEFT_OUT = /\/(?:node_modules|dist)$/;

export async function createSandbox(repository: string): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), "clickstream-mutants-"));
  for (const name of COPIED) {
    await cp(join(repository, name), join(folder, name), { recursive: true, filter: (path) => !LEFT_OUT.test(path) });
  }
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"));

  return {
    folder,
    async withChanged(file, change, run) {
      const path = join(folder, file);
      const original = await readFile(path, "utf8");
      await writeFile(path, change(original));
      try {
        return await run();
      } finally {
        await writeFile(path, original);
      }
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
