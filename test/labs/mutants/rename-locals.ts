/** Gives every local variable and parameter of a file another name, as somebody does who finds better ones. */
import ts from "typescript";

/** Functions keep their names: they are how people speak of code. */
export function renameLocals(file: string): string {
  const service = ts.createLanguageService(createHost(file));
  const tree = service.getProgram()?.getSourceFile(file);
  if (!tree) throw new Error(`${file} can't be read`);
  const edits = listLocals(tree).flatMap((name, index) => {
    const places = service.findRenameLocations(file, name.getStart(), false, false, {
      providePrefixAndSuffixTextForRename: true,
    });
    return (places ?? []).map(({ textSpan: { start, length }, prefixText = "", suffixText = "" }) => ({
      start,
      end: start + length,
      text: `${prefixText}renamed${index}${suffixText}`,
    }));
  });
  return edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((text, { start, end, text: name }) => text.slice(0, start) + name + text.slice(end), tree.text);
}

function listLocals(tree: ts.SourceFile): readonly ts.Identifier[] {
  const names: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    const isVariable = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
    if (isVariable && ts.isIdentifier(node.name) && !isFunction(node.initializer) && isLocal(node))
      names.push(node.name);
    node.forEachChild(visit);
  };
  visit(tree);
  return names;
}

function isFunction(value: ts.Expression | undefined): boolean {
  return value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value));
}

/** In the body or the parameters of a function, and not only in a type. */
function isLocal(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isSourceFile(parent) || ts.isTypeNode(parent) || ts.isInterfaceDeclaration(parent)) return false;
  return (ts.isFunctionLike(parent) && "body" in parent && parent.body !== undefined) || isLocal(parent);
}

function createHost(file: string): ts.LanguageServiceHost {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    // Names are all that is asked for.
    noResolve: true,
    noLib: true,
  };
  return {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot(path) {
      const text = ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => process.cwd(),
    getDefaultLibFileName: () => "none.d.ts",
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
  };
}
