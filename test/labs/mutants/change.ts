/** The ways in which a mutant changes a function. Each names its place by a selector, and gives the code that goes there. */
import ts from "typescript";
import { listBindings, listScopes } from "./scopes.ts";
import { selectNear, selectOne, type Selector } from "./select.ts";

export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Returns the edit that it makes in a function. @throws Error when its selector does not find exactly one place. */
export type Change = (within: ts.Node) => TextEdit;

/** Code, or what writes it by the words of the place where it goes. */
type Code = string | ((place: Place) => string);

/** The words of the code around a place, so that a mutant's own code never names a local variable. */
export interface Place {
  readonly text: string;
  /** An argument of the call that the place is, from 0. */
  argument(index: number): string;
  /** What the called method belongs to. */
  readonly object: string;
  /** A parameter of a function around the place, from 0. `outwards` counts functions from the innermost, 0. */
  parameter(index: number, outwards?: number): string;
  /** The variable that took this property out of an object. */
  variableOf(property: string): string;
  /** Another place, the nearest that a selector finds. */
  nearest(selector: Selector): Place;
}

export function replace(selector: Selector, code: Code): Change {
  return (within) => {
    const node = selectOne(within, selector);
    return { start: node.getStart(), end: node.end, text: write(node, code) };
  };
}

/** Replaces the value of a property of an object literal. */
export function replaceValue(selector: Selector, code: Code): Change {
  return (within) => {
    const node = selectOne(within, selector);
    if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) throw new Error("no property");
    const value = ts.isPropertyAssignment(node) ? node.initializer : node.name;
    return { start: node.getStart(), end: node.end, text: `${node.name.getText()}: ${write(value, code)}` };
  };
}

/** Removes the statement that contains the place. */
export function remove(selector: Selector): Change {
  return changeStatement(selector, () => ";");
}

/** Puts statements before the one that contains the place. */
export function insertBefore(selector: Selector, code: Code): Change {
  return changeStatement(selector, (statement, node) => `${write(node, code)}\n${statement}`);
}

/** Puts statements after the one that contains the place. */
export function insertAfter(selector: Selector, code: Code): Change {
  return changeStatement(selector, (statement, node) => `${statement}\n${write(node, code)}`);
}

/** Puts statements at the beginning of the function. */
export function begin(code: Code): Change {
  return (within) => {
    const { body } = within as ts.FunctionLikeDeclaration;
    if (!body || !ts.isBlock(body)) throw new Error("the function has no braces to put a statement in");
    const start = body.getStart() + 1;
    return { start, end: start, text: `\n${write(body, code)}` };
  };
}

/** Removes one operand of `&&`, `||` or `??`, and its operator. */
export function removeOperand(selector: Selector): Change {
  return (within) => {
    const node = selectOne(within, selector);
    const { parent } = node;
    if (!ts.isBinaryExpression(parent)) throw new Error(`${node.getText()} is no operand`);
    const other = parent.left === node ? parent.right : parent.left;
    return { start: parent.getStart(), end: parent.end, text: other.getText() };
  };
}

function changeStatement(selector: Selector, change: (statement: string, node: ts.Node) => string): Change {
  return (within) => {
    const node = selectOne(within, selector);
    const statement = listScopes(node).find((around) => ts.isStatement(around) && !ts.isBlock(around));
    if (!statement) throw new Error(`${node.getText()} is in no statement`);
    const text = change(statement.getText(), node);
    const isAlone = ts.isBlock(statement.parent);
    return { start: statement.getStart(), end: statement.end, text: isAlone ? text : `{ ${text} }` };
  };
}

function write(node: ts.Node, code: Code): string {
  return typeof code === "string" ? code : code(placeOf(node));
}

function placeOf(node: ts.Node): Place {
  const calls = ts.isCallExpression(node) || ts.isNewExpression(node) ? node : undefined;
  return {
    text: node.getText(),
    argument: (index) => calls?.arguments?.[index]?.getText() ?? fail(`${node.getText()} has no argument ${index}`),
    get object() {
      if (!calls || !ts.isPropertyAccessExpression(calls.expression)) fail(`${node.getText()} calls no method`);
      return calls.expression.expression.getText();
    },
    parameter(index, outwards = 0) {
      const parameter = listScopes(node).filter(ts.isFunctionLike)[outwards]?.parameters[index];
      return parameter && ts.isIdentifier(parameter.name)
        ? parameter.name.text
        : fail(`parameter ${index} has no name`);
    },
    variableOf(property) {
      const bindings = listScopes(node).flatMap(listBindings);
      const found = bindings.find(({ name, propertyName }) => (propertyName ?? name).getText() === property);
      return found?.name.getText() ?? fail(`no variable holds ${property}`);
    },
    nearest: (selector) => placeOf(selectNear(node, selector)),
  };
}

function fail(message: string): never {
  throw new Error(message);
}
