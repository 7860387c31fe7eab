/** Which names a statement declares, mentions and changes: asked of the syntax alone, in all forms that there are. */
import type TypeScript from "typescript";

/** The kernel's own compiler: no other decides what a cell means. */
export type Compiler = typeof TypeScript;

export type Kind = "let" | "const" | "function" | "class" | "import" | "type";

export interface Declared {
  readonly name: string;
  readonly kind: Kind;
  /** Nothing that it could ever hold can change in place: a number, a text, a type. */
  readonly isPlain: boolean;
  /** A `var` in a block: the kernel shows it to no other cell. */
  readonly isNested?: true;
}

export interface Names {
  readonly declares: readonly Declared[];
  /** Names from outside that it mentions, values and types; rather too many than too few. */
  readonly uses: ReadonlySet<string>;
  /** Names from outside that it assigns to, whole or in part: `x = 1`, `x.a++`, `[x] = y`, `for (x of y)`, `delete x.a`. */
  readonly assigns: ReadonlySet<string>;
  /** Names from outside that it calls: `f()`, `new F()`. */
  readonly calls: ReadonlySet<string>;
  /** `x` of `x.push(1);`, where that is the whole statement. */
  readonly receiver?: string;
  /** Something happens when it is run: it does more than to declare. */
  readonly runs: boolean;
  /** It holds code that runs later. */
  readonly hasFunction: boolean;
}

type Node = TypeScript.Node;

/** Names of variables, taken out of patterns too. */
function boundNames(ts: Compiler, name: TypeScript.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? boundNames(ts, element.name) : [],
  );
}

const listed = (ts: Compiler, list: TypeScript.VariableDeclarationList): string[] =>
  list.declarations.flatMap(({ name }) => boundNames(ts, name));

function importedNames(ts: Compiler, { importClause }: TypeScript.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  const named = bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [];
  const whole = bindings && ts.isNamespaceImport(bindings) ? [bindings.name.text] : [];
  return [...(importClause?.name ? [importClause.name.text] : []), ...named, ...whole];
}

/** `var`s inside blocks and loops belong to the cell, or to the function around them. */
function hoistedNames(ts: Compiler, root: Node): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped))
      found.push(...listed(ts, node));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(root, visit);
  return found;
}

function declaredHere(ts: Compiler, node: Node): Declared[] {
  const all = (kind: Kind, names: readonly string[], isPlain = false): Declared[] =>
    names.map((name) => ({ name, kind, isPlain }));
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.flatMap((declaration) => {
      const isConst = (node.declarationList.flags & ts.NodeFlags.Const) !== 0;
      const isFunction = isConst && isFunctionValue(ts, declaration.initializer);
      const isPlain = isPlainVariable(ts, declaration);
      return all(
        isFunction ? "function" : isConst ? "const" : "let",
        boundNames(ts, declaration.name),
        isPlain,
      );
    });
  if (ts.isImportDeclaration(node)) return all("import", importedNames(ts, node));
  const name = (node as Node & { name?: Node }).name;
  const names = name && ts.isIdentifier(name) ? [name.text] : [];
  if (ts.isFunctionDeclaration(node)) return all("function", names);
  if (ts.isClassDeclaration(node)) return all("class", names);
  if (ts.isImportEqualsDeclaration(node)) return all("import", names);
  if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)) return all("const", names);
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return all("type", names, true);
  return [];
}

const unwrap = (ts: Compiler, node: TypeScript.Expression): TypeScript.Expression =>
  ts.isParenthesizedExpression(node) ||
  ts.isAsExpression(node) ||
  ts.isSatisfiesExpression(node) ||
  ts.isNonNullExpression(node)
    ? unwrap(ts, node.expression)
    : node;

function isFunctionValue(ts: Compiler, value: TypeScript.Expression | undefined): boolean {
  const inner = value && unwrap(ts, value);
  return inner !== undefined && (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner));
}

function isPlainVariable(ts: Compiler, { type, initializer }: TypeScript.VariableDeclaration): boolean {
  const { NumberKeyword, StringKeyword, BooleanKeyword } = ts.SyntaxKind;
  if (type && [NumberKeyword, StringKeyword, BooleanKeyword].includes(type.kind as never)) return true;
  return initializer !== undefined && isPlainValue(ts, initializer);
}

/** Literals, and what operators make: operators give no objects. */
function isPlainValue(ts: Compiler, value: TypeScript.Expression): boolean {
  const node = unwrap(ts, value);
  const { TrueKeyword, FalseKeyword, NullKeyword, BarBarToken, AmpersandAmpersandToken } = ts.SyntaxKind;
  if (ts.isLiteralExpression(node)) return node.kind !== ts.SyntaxKind.RegularExpressionLiteral;
  if (ts.isTemplateExpression(node) || ts.isTypeOfExpression(node) || ts.isVoidExpression(node)) return true;
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return true;
  if (ts.isConditionalExpression(node))
    return isPlainValue(ts, node.whenTrue) && isPlainValue(ts, node.whenFalse);
  if (ts.isIdentifier(node)) return ["undefined", "NaN", "Infinity"].includes(node.text);
  if (!ts.isBinaryExpression(node))
    return [TrueKeyword, FalseKeyword, NullKeyword].includes(node.kind as never);
  const { kind } = node.operatorToken;
  const choices = [BarBarToken, AmpersandAmpersandToken, ts.SyntaxKind.QuestionQuestionToken];
  if (choices.includes(kind as never)) return isPlainValue(ts, node.left) && isPlainValue(ts, node.right);
  return kind !== ts.SyntaxKind.CommaToken && !isAssignment(ts, kind);
}

const isAssignment = (ts: Compiler, kind: TypeScript.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** What a node declares for what stands inside it. */
function localNames(ts: Compiler, node: Node): string[] {
  const names: string[] = [];
  const { typeParameters } = node as {
    typeParameters?: TypeScript.NodeArray<TypeScript.TypeParameterDeclaration>;
  };
  names.push(...(typeParameters ?? []).map(({ name }) => name.text));
  if (ts.isMappedTypeNode(node)) names.push(node.typeParameter.name.text);
  if (ts.isConditionalTypeNode(node)) names.push(...inferredNames(ts, node.extendsType));
  if (ts.isFunctionLike(node)) {
    names.push(...node.parameters.flatMap(({ name }) => boundNames(ts, name)), ...hoistedNames(ts, node));
    if (!ts.isArrowFunction(node)) names.push("arguments");
  }
  const { name } = node as { name?: Node };
  if ((ts.isFunctionExpression(node) || ts.isClassExpression(node)) && name && ts.isIdentifier(name))
    names.push(name.text);
  if (ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node))
    names.push(...node.statements.flatMap((one) => declaredHere(ts, one).map((declared) => declared.name)));
  if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    const list = node.initializer;
    if (list && ts.isVariableDeclarationList(list)) names.push(...listed(ts, list));
  }
  if (ts.isCatchClause(node) && node.variableDeclaration)
    names.push(...boundNames(ts, node.variableDeclaration.name));
  return names;
}

function inferredNames(ts: Compiler, root: Node): string[] {
  const own = ts.isInferTypeNode(root) ? [root.typeParameter.name.text] : [];
  const inside: string[] = [];
  ts.forEachChild(root, (child) => void inside.push(...inferredNames(ts, child)));
  return [...own, ...inside];
}

/** Whether an identifier only names: a property, a declaration, a label. */
function isLabel(ts: Compiler, name: TypeScript.Identifier): boolean {
  const { parent } = name;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isExportSpecifier(parent)) return false;
  if (ts.isQualifiedName(parent)) return parent.right === name;
  const part = parent as { name?: Node; propertyName?: Node; label?: Node };
  return part.name === name || part.propertyName === name || part.label === name;
}

/** The variables that a target of an assignment changes: `a` and `b` of `[a.x, b] = …`. */
function rootsOf(ts: Compiler, target: Node): TypeScript.Identifier[] {
  const node = unwrap(ts, target as TypeScript.Expression) as Node;
  if (ts.isIdentifier(node)) return [node];
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
    return rootsOf(ts, node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((one) => rootsOf(ts, one));
  if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node)) return rootsOf(ts, node.expression);
  if (ts.isObjectLiteralExpression(node)) return node.properties.flatMap((one) => rootsOf(ts, one));
  if (ts.isPropertyAssignment(node)) return rootsOf(ts, node.initializer);
  if (ts.isShorthandPropertyAssignment(node)) return [node.name];
  if (ts.isBinaryExpression(node)) return rootsOf(ts, node.left); // a default: `[a = 1] = …`
  return [];
}

function targetsOf(ts: Compiler, node: Node): TypeScript.Identifier[] {
  if (ts.isBinaryExpression(node) && isAssignment(ts, node.operatorToken.kind)) return rootsOf(ts, node.left);
  if (ts.isDeleteExpression(node)) return rootsOf(ts, node.expression);
  if (ts.isPostfixUnaryExpression(node)) return rootsOf(ts, node.operand);
  if (ts.isPrefixUnaryExpression(node)) {
    const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
    return [PlusPlusToken, MinusMinusToken].includes(node.operator as never) ? rootsOf(ts, node.operand) : [];
  }
  const isLoop = ts.isForOfStatement(node) || ts.isForInStatement(node);
  return isLoop && !ts.isVariableDeclarationList(node.initializer) ? rootsOf(ts, node.initializer) : [];
}

/** `x` of `x.a.push(1)`, also behind `await`. */
function receiverOf(ts: Compiler, node: Node): string | undefined {
  if (!ts.isExpressionStatement(node)) return undefined;
  const whole = unwrap(ts, node.expression);
  const call = ts.isAwaitExpression(whole) ? unwrap(ts, whole.expression) : whole;
  if (!ts.isCallExpression(call) || ts.isIdentifier(call.expression)) return undefined;
  return rootsOf(ts, call.expression)[0]?.text;
}

/** Whether running it may do something: it calls, assigns or waits, or it is no declaration at all. */
function runsCode(ts: Compiler, node: TypeScript.Statement, declares: readonly Declared[]): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isImportDeclaration(node)) return false;
  if (declares.every(({ kind }) => kind === "type") && declares.length > 0) return false;
  if (!ts.isVariableStatement(node) && !ts.isClassDeclaration(node) && !ts.isEnumDeclaration(node))
    return true;
  const acts = (inner: Node): boolean => {
    if (ts.isFunctionLike(inner)) return false;
    const isAct =
      ts.isCallExpression(inner) ||
      ts.isNewExpression(inner) ||
      ts.isTaggedTemplateExpression(inner) ||
      ts.isAwaitExpression(inner) ||
      ts.isClassStaticBlockDeclaration(inner) ||
      ts.isDecorator(inner) ||
      targetsOf(ts, inner).length > 0;
    return isAct || ts.forEachChild(inner, (child) => acts(child) || undefined) === true;
  };
  return acts(node);
}

export function namesOf(ts: Compiler, statement: TypeScript.Statement): Names {
  const [uses, assigns, calls] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let hasFunction = false;
  const visit = (node: Node, known: ReadonlySet<string>): void => {
    hasFunction ||= ts.isFunctionLike(node) && !ts.isTypeNode(node);
    if (ts.isIdentifier(node) && !isLabel(ts, node) && !known.has(node.text)) uses.add(node.text);
    const locals = localNames(ts, node);
    const inner = locals.length === 0 ? known : new Set([...known, ...locals]);
    for (const { text } of targetsOf(ts, node)) if (!known.has(text)) assigns.add(text);
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && ts.isIdentifier(node.expression))
      if (!known.has(node.expression.text)) calls.add(node.expression.text);
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(statement, new Set());
  const own = declaredHere(ts, statement);
  const nested =
    ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)
      ? []
      : hoistedNames(ts, statement);
  const hoisted = nested
    .filter((name) => !own.some((declared) => declared.name === name))
    .map((name) => ({ name, kind: "let", isPlain: false, isNested: true }) as const);
  const declares = [...own, ...hoisted];
  const receiver = receiverOf(ts, statement);
  return {
    declares,
    uses,
    assigns,
    calls,
    runs: runsCode(ts, statement, own),
    hasFunction,
    ...(receiver !== undefined && { receiver }),
  };
}
