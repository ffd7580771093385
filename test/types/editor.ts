/** An editor for tests: one file that imports the package, seen by a version of TypeScript. */
import { createRequire } from "node:module";
import { resolve } from "node:path";
import type ts from "typescript";

const require = createRequire(import.meta.url);

/** From the oldest that users may have to the newest; package.json pins each. */
export const COMPILERS = ["typescript-5.4", "typescript-5.9", "typescript"].map((name) => require(name) as typeof ts);

export interface Fault {
  /** Counts from 0. */
  readonly line: number;
  readonly message: string;
}

export interface Completion {
  readonly name: string;
  /** What the editor shows beside the name. */
  readonly docs: string;
}

export interface Editor {
  /** All that the compiler finds wrong in the file with this text, and in the declarations that it imports. */
  findFaults(text: string): readonly Fault[];
  /** What is offered right behind the first such marker in the text. */
  complete(text: string, marker: string): readonly Completion[];
}

const FILE = resolve("test/types/virtual.ts");

/** `declarations` is the file that `clickstream-js` means. */
export function openEditor(compiler: typeof ts, declarations: string): Editor {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: compiler.ScriptTarget.ES2020,
    module: compiler.ModuleKind.ESNext,
    moduleResolution: compiler.ModuleResolutionKind.Bundler,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
    types: [],
    allowImportingTsExtensions: true,
    noErrorTruncation: true,
    paths: { "clickstream-js": [resolve(declarations)] },
  };
  let text = "";
  let version = 0;
  const write = (next: string): void => {
    if (next === text) return;
    text = next;
    version += 1;
  };
  const readFile = (path: string): string | undefined => (path === FILE ? text : compiler.sys.readFile(path));
  const service = compiler.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [FILE],
    getScriptVersion: (path) => (path === FILE ? String(version) : "0"),
    getScriptSnapshot: (path) => {
      const content = readFile(path);
      return content === undefined ? undefined : compiler.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => resolve("."),
    getDefaultLibFileName: compiler.getDefaultLibFilePath,
    fileExists: (path) => path === FILE || compiler.sys.fileExists(path),
    readFile,
  });

  return {
    findFaults(next) {
      write(next);
      const paths =
        service
          .getProgram()
          ?.getSourceFiles()
          .map(({ fileName }) => fileName) ?? [];
      const own = paths.filter((path) => path === FILE || path.startsWith(resolve(declarations, "..")));
      return own.flatMap((path) =>
        [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)].map(
          ({ file, start = 0, messageText }) => ({
            line: path === FILE ? (file?.getLineAndCharacterOfPosition(start).line ?? -1) : -1,
            message: compiler.flattenDiagnosticMessageText(messageText, "\n"),
          }),
        ),
      );
    },
    complete(next, marker) {
      write(next);
      const position = text.indexOf(marker) + marker.length;
      const { entries = [] } = service.getCompletionsAtPosition(FILE, position, {}) ?? {};
      return entries.map(({ name }) => {
        const details = service.getCompletionEntryDetails(FILE, position, name, {}, undefined, {}, undefined);
        return { name, docs: compiler.displayPartsToString(details?.documentation) };
      });
    },
  };
}
