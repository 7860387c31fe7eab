/**
 * The TypeScript compiler's messages, as the package `typescript` ships them: English in the compiler, others in a file each.
 */
import { join } from "node:path";
import * as typescript from "typescript";
import { DataFileError, readText } from "../kit/text-file";

export interface Message {
  /** The compiler's own number: 2304 is "Cannot find name '{0}'.". */
  readonly code: number;
  readonly category: "Error" | "Message" | "Suggestion" | "Warning";
  /** By what the translations are found. */
  readonly key: string;
  readonly text: string;
}

/** An entry of the compiler's table, which its types do not show. */
interface Diagnostic {
  readonly code: number;
  readonly category: typescript.DiagnosticCategory;
  readonly key: string;
  readonly message: string;
}

/** The English messages, in the order of the compiler's table. */
export function englishMessages(): Message[] {
  const { Diagnostics: table } = typescript as unknown as { Diagnostics?: Record<string, Diagnostic> };
  if (table === undefined)
    throw new Error(`ts-messages: TypeScript ${typescript.version} keeps its messages elsewhere`);
  return Object.values(table).map(({ code, category, key, message }) => ({
    code,
    category: typescript.DiagnosticCategory[category] as Message["category"],
    key,
    text: message,
  }));
}

/**
 * Reads the messages of another language, by their keys.
 *
 * @throws {DataFileError} no such file, or no JSON of texts
 */
export function readTranslations(file: string): ReadonlyMap<string, string> {
  return new Map(Object.entries(parse(readText(file), file)));
}

/** Where the package keeps those of a language. */
export const translationsFile = (language: string): string =>
  join(__dirname, "../../node_modules/typescript/lib", language, "diagnosticMessages.generated.json");

function parse(text: string, file: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new DataFileError(file, undefined, `is no JSON: ${(error as Error).message}`);
  }
  const isTable = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  if (isTable && Object.values(parsed as object).every((one) => typeof one === "string"))
    return parsed as Record<string, string>;
  throw new DataFileError(file, undefined, "should hold texts by their keys");
}
