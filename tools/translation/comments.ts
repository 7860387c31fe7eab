/** Finds the comments of a cell's code that are prose: two words and more. */
import ts from "typescript";
import type { CodeText } from "./shown";

/** Comments that a program reads. */
const isForProgram = (line: string): boolean => /^(?:by hand:|recorded:|eslint|prettier-|@ts-)/.test(line);

/** Shapes, code and values, such as { ham, spam }, are no words. */
const isProse = (text: string): boolean =>
  (text.replace(/\[[^\]]*\]|\{[^}]*\}|"[^"]*"|`[^`]*`|@\w+/g, " ").match(/\p{L}{2,}/gu) ?? []).length >= 2;

interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly column: number;
  readonly line: number;
  readonly isWhole: boolean;
}

/** Comments on neighbouring lines are one text, a line each; so is a comment of several lines. */
export function findComments(file: ts.SourceFile): CodeText[] {
  const groups: Line[][] = [];
  for (const comment of allComments(file)) {
    const last = groups.at(-1)?.at(-1);
    const goesOn =
      last?.isWhole && comment.isWhole && last.line + 1 === comment.line && last.column === comment.column;
    if (goesOn) groups.at(-1)!.push(comment);
    else groups.push([comment]);
  }
  return groups.flatMap((lines) => {
    const text = lines.map((line) => line.text).join("\n");
    if (!isProse(text)) return [];
    return [{ kind: "comment" as const, text, places: [], start: lines[0]!.start, end: lines.at(-1)!.end }];
  });
}

function allComments(file: ts.SourceFile): Line[] {
  const ranges = new Map<number, ts.CommentRange>();
  const keep = (found: ts.CommentRange[] = []): void =>
    found.forEach((range) => ranges.set(range.pos, range));
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    keep(ts.getLeadingCommentRanges(file.text, node.getFullStart()));
    keep(ts.getTrailingCommentRanges(file.text, node.end));
    if (!ts.isTemplateExpression(node)) node.getChildren(file).forEach(visit);
    else node.templateSpans.forEach(({ expression }) => visit(expression));
  };
  visit(file);
  return [...ranges.values()].sort((a, b) => a.pos - b.pos).flatMap((range) => readComment(file, range));
}

function readComment(file: ts.SourceFile, { pos, end, kind }: ts.CommentRange): Line[] {
  const { line, character } = file.getLineAndCharacterOfPosition(pos);
  const written = file.text.slice(pos, end);
  const isLine = kind === ts.SyntaxKind.SingleLineCommentTrivia;
  const text = isLine ? written.slice(2).trim() : textOfBlock(written);
  if (isForProgram(text)) return [];
  const isWhole =
    isLine && /^[ \t]*$/.test(file.text.slice(file.getPositionOfLineAndCharacter(line, 0), pos));
  return [{ text, start: pos, end, column: character, line, isWhole }];
}

const textOfBlock = (written: string): string =>
  written
    .replace(/^\/\*+|\*+\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd())
    .join("\n")
    .trim();
