/** What an answer may import, and what a human should look at: findings, never zeros. */
import { builtinModules } from "node:module";
import type TypeScript from "typescript";
import type { Compiler, Statement } from "./statements";

/** Packages that the course's notebooks use. */
const coursePackages = new Set(["@tensorflow/tfjs-node", "@tensorflow/tfjs", "seedrandom"]);

const courseFile = /^\.{1,2}\/((lib|datasets|tests\/exercises\/fixtures)\/[\w/-]+)$/;

/** `./lib/attention` and `../lib/attention` are the same module. @returns undefined if it is none of the course */
export const courseModule = (specifier: string): string | undefined => courseFile.exec(specifier)?.[1];

/** Why an import cannot be, in a sentence, or undefined. */
export function refusedImport(specifier: string): string | undefined {
  if (courseModule(specifier) !== undefined || coursePackages.has(specifier)) return undefined;
  if (builtinModules.includes(specifier.replace(/^node:/, ""))) return undefined;
  if (/solutions/.test(specifier))
    return `imports ${JSON.stringify(specifier)}: the solutions are not there when it is graded`;
  if (/^[./]/.test(specifier))
    return `imports ${JSON.stringify(specifier)}, a file that is not part of the course`;
  return `imports the package ${JSON.stringify(specifier)}, which is not part of the course`;
}

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

function usesOwnReference(ts: Compiler, node: TypeScript.Statement, task: string): boolean {
  if (!ts.isImportDeclaration(node)) return false;
  const bindings = node.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.some(({ name, propertyName }) => (propertyName ?? name).text === task);
}

/** Findings for a human about the statements that an answer needs. */
export function findPolicy(ts: Compiler, statements: readonly Statement[], task: string): string[] {
  const findings = new Set<string>();
  for (const { node, cell } of statements) {
    const whole = node.getFullText();
    for (const [pattern, what] of suspicious)
      if (pattern.test(whole)) findings.add(`cell ${cell.number} ${what}`);
    if (ts.isImportDeclaration(node)) {
      const specifier = (node.moduleSpecifier as TypeScript.StringLiteral).text;
      if (
        /^(node:)?(fs|child_process|net|http|https|dns|worker_threads|vm|module|os|v8|inspector)(\/|$)/.test(
          specifier,
        )
      )
        findings.add(`cell ${cell.number} imports ${specifier}`);
    }
    if (usesOwnReference(ts, node, task))
      findings.add(`cell ${cell.number} imports ${task} ready-made from the course`);
  }
  return [...findings];
}
