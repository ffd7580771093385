/** Tells what a local variable stands for: the scopes around a place, and the properties that they take out of objects. */
import ts from "typescript";

/** Returns the property that `const { property: variable } = ...`, or a parameter of that form, gave the variable. */
export function destructuredName(variable: ts.Identifier): string | undefined {
  const bindings = listScopes(variable.parent).flatMap(listBindings);
  const binding = bindings.find(({ name }) => name.getText() === variable.text);
  return binding && (binding.propertyName ?? binding.name).getText();
}

/** All that a place is in, from the innermost to the file. */
export function listScopes(node: ts.Node): readonly ts.Node[] {
  return [node, ...(ts.isSourceFile(node) ? [] : listScopes(node.parent))];
}

/** Variables that a block or a function takes out of objects by itself. */
export function listBindings(scope: ts.Node): readonly ts.BindingElement[] {
  const patterns = [
    ...(ts.isFunctionLike(scope) ? scope.parameters.map(({ name }) => name) : []),
    ...("statements" in scope ? declarationsIn(scope as ts.Block) : []),
    ...(ts.isForOfStatement(scope) && ts.isVariableDeclarationList(scope.initializer)
      ? scope.initializer.declarations.map(({ name }) => name)
      : []),
  ];
  return patterns.filter(ts.isObjectBindingPattern).flatMap(({ elements }) => [...elements]);
}

function declarationsIn({ statements }: ts.Block): readonly ts.BindingName[] {
  return statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations.map(({ name }) => name));
}
