/** What a human should look at in an answer: findings, never zeros. */
import type TypeScript from "typescript";
import type { Statement } from "./cell";
import type { Compiler } from "./names";

const suspicious: readonly (readonly [RegExp, string])[] = [
  [/@ts-(nocheck|ignore|expect-error)/, "switches type checks off"],
  [/\bdeclare\s+(global|module)\b/, "declares types for others"],
  [/\/\/\/\s*<reference/, "has a triple-slash reference"],
  [/\b(eval|Function)\s*\(/, "makes code out of text"],
  [/\brequire\s*\(|\bimport\s*\(/, "loads a module while it runs"],
  [/\bprocess\b/, "uses process"],
  [/\b(globalThis|__proto__|setPrototypeOf)\b|\.prototype\b/, "reaches for globals or prototypes"],
  [/\b(fetch|XMLHttpRequest|WebSocket)\b/, "uses the network"],
  [/\btf\s*\.\s*layers\b/, "uses ready-made layers of tf"],
];

const systemModule =
  /^(node:)?(fs|child_process|net|http|https|dns|worker_threads|vm|module|os|v8|inspector)(\/|$)/;

function usesOwnReference(ts: Compiler, node: TypeScript.Statement, task: string): boolean {
  if (!ts.isImportDeclaration(node)) return false;
  const bindings = node.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.some(({ name, propertyName }) => (propertyName ?? name).text === task);
}

/** Findings are for a human who grades, not for the learner. */
export const isForLearner = (note: string): boolean => !note.includes("for a human to look at");

/** Findings about the statements that an answer needs. */
export function findingsOn(ts: Compiler, statements: readonly Statement[], task: string): string[] {
  const findings = new Set<string>();
  for (const { node, cell } of statements) {
    const whole = node.getFullText();
    for (const [pattern, what] of suspicious)
      if (pattern.test(whole)) findings.add(`cell ${cell.number} ${what}`);
    if (ts.isImportDeclaration(node)) {
      const specifier = (node.moduleSpecifier as TypeScript.StringLiteral).text;
      if (systemModule.test(specifier)) findings.add(`cell ${cell.number} imports ${specifier}`);
    }
    if (usesOwnReference(ts, node, task))
      findings.add(`cell ${cell.number} imports ${task} ready-made from the course`);
  }
  return [...findings].map((finding) => `${task}: for a human to look at: ${finding}`);
}
