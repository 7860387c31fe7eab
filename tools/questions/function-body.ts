/** Where a module holds the function that a task asks for. */
import ts from "typescript";
import { parse } from "../exercises/syntax";

/** The bodies that run when the answer is called: of the function, or of a class's methods. */
export function bodiesOf(code: string, task: string): ts.Block[] {
  const bodies: ts.Block[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name?.text === task && node.body) bodies.push(node.body);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === task)
      bodies.push(...blockOf(node.initializer));
    if (ts.isClassDeclaration(node) && node.name?.text === task)
      bodies.push(
        ...node.members.flatMap((member) =>
          ts.isMethodDeclaration(member) && member.body ? [member.body] : [],
        ),
      );
    ts.forEachChild(node, visit);
  };
  visit(parse(code));
  return bodies;
}

const blockOf = (node: ts.Node | undefined): ts.Block[] =>
  node && (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) && ts.isBlock(node.body)
    ? [node.body]
    : [];

/** The body's own statements, and those of the work that it hands to `tf.tidy` at once. */
export function statementsOf(body: ts.Block): ts.Statement[] {
  return body.statements.flatMap((statement) => {
    const inner = ts.isReturnStatement(statement) && statement.expression && tidyWork(statement.expression);
    return [statement, ...(inner ? statementsOf(inner) : [])];
  });
}

function tidyWork(node: ts.Expression): ts.Block | undefined {
  if (!ts.isCallExpression(node) || !/(^|\.)tidy$/.test(node.expression.getText())) return undefined;
  return blockOf(node.arguments.at(-1))[0];
}
