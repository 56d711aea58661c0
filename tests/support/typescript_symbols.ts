/**
 * Definitions of a file by the TypeScript compiler's syntax tree, chosen by the rules that
 * docs/accuracy.md states. Nothing of ours is used. One file, though long: each kind of statement is a
 * case of the one walk.
 */
import ts from "typescript";

export interface OracleSymbol {
  name: string;
  kind: string;
  container: string | null;
  line: number;
  endLine: number;
  exported: boolean;
}

interface Place {
  container: string | null;
  /** What is around it can be seen from outside. */
  open: boolean;
  ambient: boolean;
  exports: Set<string>;
  /** All is exported, as in `declare namespace` without an export clause. */
  all: boolean;
}

/** Null where the compiler cannot parse the text without errors. */
export function oracleSymbols(path: string, text: string): OracleSymbol[] | null {
  const kind = /\.[cm]?js$/.test(path) ? ts.ScriptKind.JSX : undefined;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: unknown[] };
  if (parseDiagnostics.length > 0) return null;
  return new Reader(file).read();
}

class Reader {
  readonly #found: (OracleSymbol & { at: number })[] = [];
  readonly #methods: { owner: string; at: number; name: string; line: number; endLine: number }[] =
    [];

  constructor(readonly file: ts.SourceFile) {}

  read(): OracleSymbol[] {
    const exports = exportedNames(this.file.statements, true);
    this.#statements(this.file.statements, {
      container: null,
      open: true,
      ambient: false,
      exports,
      all: false,
    });
    for (const { owner, ...method } of this.#methods) {
      const around = this.#found.findLast((one) => one.container === null && one.name === owner);
      if (!around) continue;
      this.#found.push({ ...method, kind: "method", container: owner, exported: around.exported });
    }
    return this.#found.sort((a, b) => a.at - b.at).map(({ at: _, ...symbol }) => symbol);
  }

  #line(offset: number): number {
    return this.file.text.slice(0, offset).split("\n").length;
  }

  #add(
    kind: string,
    name: string,
    at: ts.Node | number,
    node: ts.Node,
    place: Place,
    exported: boolean,
  ): Place {
    const start = typeof at === "number" ? at : at.getStart(this.file);
    const open = place.open &&
      (exported || place.all || place.exports.has(name));
    this.#found.push({
      name,
      kind,
      container: place.container,
      line: this.#line(start),
      endLine: this.#line(node.end),
      exported: open,
      at: start,
    });
    const container = place.container === null ? name : `${place.container}.${name}`;
    return { container, open, ambient: place.ambient, exports: new Set(), all: false };
  }

  #statements(statements: readonly ts.Statement[], place: Place): void {
    statements.forEach((node, index) => {
      if (ts.isFunctionDeclaration(node)) {
        const before = statements[index - 1];
        const follows = sameFunction(node, before);
        const { name } = node;
        // the body, else the first of the signatures
        if (node.body ? false : follows || hasBodyLater(statements, index)) return;
        this.#add(
          "function",
          name?.text ?? "default",
          name ?? defaultWord(node)!,
          node,
          place,
          isExported(node),
        );
      } else if (ts.isClassDeclaration(node)) {
        const at = node.name ?? defaultWord(node)!;
        const name = node.name?.text ?? "default";
        this.#members(node, this.#add("class", name, at, node, place, isExported(node)));
      } else if (ts.isInterfaceDeclaration(node)) {
        const inner = this.#add(
          "interface",
          node.name.text,
          node.name,
          node,
          place,
          isExported(node),
        );
        node.members.forEach((member, index) => {
          if (!ts.isMethodSignature(member) && !ts.isAccessor(member)) return;
          const name = nameOf(member.name, this.file);
          const before = node.members[index - 1];
          const again = ts.isMethodSignature(member) && before && ts.isMethodSignature(before) &&
            nameOf(before.name, this.file) === name;
          if (name === undefined || again) return;
          this.#add("method", name, member.name, member, inner, true);
        });
      } else if (ts.isEnumDeclaration(node)) {
        this.#add("enum", node.name.text, node.name, node, place, isExported(node));
      } else if (ts.isTypeAliasDeclaration(node)) {
        this.#add("type", node.name.text, node.name, node, place, isExported(node));
      } else if (ts.isModuleDeclaration(node)) this.#namespace(node, place);
      else if (ts.isVariableStatement(node)) this.#variables(node, place);
      else if (ts.isExportAssignment(node) && !node.isExportEquals) this.#default(node, place);
      else if (ts.isExpressionStatement(node) && place.container === null) {
        this.#expression(node.expression, place);
      }
    });
  }

  #namespace(node: ts.ModuleDeclaration, place: Place): void {
    const quoted = ts.isStringLiteral(node.name);
    const global = (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
    const ambient = place.ambient || isDeclared(node);
    const nested = ts.isModuleDeclaration(node.parent);
    const inner = this.#add(
      quoted ? "module" : "namespace",
      node.name.text,
      node.name,
      node,
      place,
      isExported(node) || quoted || global || nested,
    );
    inner.ambient = ambient;
    if (!node.body) return;
    if (ts.isModuleDeclaration(node.body)) return this.#namespace(node.body, inner);
    if (!ts.isModuleBlock(node.body)) return;
    const { statements } = node.body;
    inner.exports = exportedNames(statements, false);
    inner.all = ambient &&
      !statements.some((one) => ts.isExportDeclaration(one) || ts.isExportAssignment(one));
    this.#statements(statements, inner);
  }

  #variables(node: ts.VariableStatement, place: Place): void {
    const constant = (node.declarationList.flags & ts.NodeFlags.BlockScoped) !== 0 &&
      (node.declarationList.flags & ts.NodeFlags.BlockScoped) !== ts.NodeFlags.Let;
    const kind = constant ? "constant" : "variable";
    for (const declaration of node.declarationList.declarations) {
      let value = declaration.initializer && bare(declaration.initializer);
      while (value && place.container === null && exportTarget(value)) {
        value = bare((value as ts.BinaryExpression).right);
      }
      if (value && isRequired(value)) continue;
      if (!ts.isIdentifier(declaration.name)) {
        this.#pattern(declaration.name, kind, node, place);
        continue;
      }
      const { name } = declaration;
      const is = value && isFunction(value)
        ? "function"
        : value && ts.isClassExpression(value)
        ? "class"
        : kind;
      const inner = this.#add(is, name.text, name, declaration, place, isExported(node));
      if (value && ts.isClassExpression(value)) this.#members(value, inner);
      if (value && ts.isObjectLiteralExpression(value)) this.#properties(value, inner);
    }
  }

  #pattern(pattern: ts.BindingPattern, kind: string, node: ts.VariableStatement, place: Place) {
    for (const element of pattern.elements) {
      if (!ts.isBindingElement(element)) continue;
      const { name } = element;
      if (ts.isIdentifier(name)) this.#add(kind, name.text, name, name, place, isExported(node));
      else this.#pattern(name, kind, node, place);
    }
  }

  #default(node: ts.ExportAssignment, place: Place): void {
    const value = bare(node.expression);
    const object = ts.isObjectLiteralExpression(value);
    if (!isFunction(value) && !object) return;
    const inner = this.#add(
      object ? "constant" : "function",
      "default",
      defaultWord(node)!,
      node,
      place,
      true,
    );
    if (object) this.#properties(value, inner);
  }

  #members(node: ts.ClassLikeDeclaration, place: Place): void {
    node.members.forEach((member, index) => {
      let name = member.name && nameOf(member.name, this.file);
      if (ts.isConstructorDeclaration(member)) name = "constructor";
      if (name === undefined) return;
      if (ts.isPropertyDeclaration(member)) {
        if (!member.initializer || !isFunction(bare(member.initializer))) return;
      } else if (ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member)) {
        const same = (other: ts.ClassElement | undefined) =>
          other && other.kind === member.kind && isStatic(other) === isStatic(member) &&
          (ts.isConstructorDeclaration(member) ||
            (other.name && nameOf(other.name, this.file) === name));
        if (!member.body) {
          if (same(node.members[index - 1])) {
            const previous = node.members[index - 1] as ts.MethodDeclaration;
            if (!previous.body) return;
          }
          let last = index;
          while (same(node.members[last + 1]) && !(node.members[last] as typeof member).body) {
            last++;
          }
          if (last > index && (node.members[last] as typeof member).body) return;
        }
      } else if (!ts.isAccessor(member)) return;
      const hidden = name.startsWith("#") ||
        flags(member).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
      const start = member.name?.getStart(this.file) ?? this.#constructorAt(member);
      this.#add("method", name, start, member, { ...place, all: false }, !hidden);
    });
  }

  #constructorAt(member: ts.ClassElement): number {
    const modifiers = ts.canHaveModifiers(member) ? ts.getModifiers(member) ?? [] : [];
    return modifiers.at(-1)
      ? this.file.text.indexOf("constructor", modifiers.at(-1)!.end)
      : member.getStart(this.file);
  }

  #properties(node: ts.ObjectLiteralExpression, place: Place): void {
    for (const [property, name] of functionsOf(node, this.file)) {
      this.#add("method", name, property.name!, property, place, true);
    }
  }

  /** CommonJS, and methods given to a class or object by assignment. */
  #expression(expression: ts.Expression, place: Place): void {
    if (ts.isBinaryExpression(expression)) {
      if (expression.operatorToken.kind === ts.SyntaxKind.CommaToken) {
        this.#expression(expression.left, place);
        this.#expression(expression.right, place);
        return;
      }
      const targets: Target[] = [];
      let value: ts.Expression = expression;
      for (let target = targetOf(value); target; target = targetOf(value)) {
        targets.push(target);
        value = (value as ts.BinaryExpression).right;
      }
      value = bare(value);
      for (const target of targets) this.#assigned(target, value, place);
    }
  }

  #assigned(target: Target, value: ts.Expression, place: Place): void {
    const { owner, name, node } = target;
    const method = (at: ts.Node, name: string, whole: ts.Node) =>
      this.#methods.push({
        owner: owner!,
        at: at.getStart(this.file),
        name,
        line: this.#line(at.getStart(this.file)),
        endLine: this.#line(whole.end),
      });
    if (owner !== null) {
      if (name !== null) {
        if (isFunction(value)) method(node, name, value);
      } else if (ts.isObjectLiteralExpression(value)) {
        for (const [property, name] of functionsOf(value, this.file)) {
          method(property.name!, name, property);
        }
      }
      return;
    }
    if (isFunction(value) || ts.isClassExpression(value)) {
      const own = name === null && !ts.isArrowFunction(value) ? value.name : undefined;
      const kind = isFunction(value) ? "function" : "class";
      const called = name ?? own?.text ?? "module.exports";
      const inner = this.#add(kind, called, own ?? node, value, place, true);
      if (ts.isClassExpression(value)) this.#members(value, inner);
    } else if (ts.isObjectLiteralExpression(value)) {
      if (name !== null) {
        this.#properties(value, this.#add("variable", name, node, value, place, true));
        return;
      }
      for (const property of value.properties) {
        const named = property.name && nameOf(property.name, this.file);
        if (named === undefined) continue;
        const initializer = ts.isPropertyAssignment(property) ? bare(property.initializer) : null;
        if (initializer && ts.isClassExpression(initializer)) {
          this.#members(
            initializer,
            this.#add("class", named, property.name!, property, place, true),
          );
        } else if (!initializer ? isMethodLike(property) : isFunction(initializer)) {
          this.#add("function", named, property.name!, property, place, true);
        }
      }
    } else if (name !== null && !isReference(value) && !ts.isVoidExpression(value)) {
      this.#add("variable", name, node, value, place, true);
    }
  }
}

interface Target {
  owner: string | null;
  name: string | null;
  node: ts.Node;
}

/** What an assignment exports; null where it exports nothing. */
function exportTarget(node: ts.Expression): Target | null {
  if (!isAssignment(node)) return null;
  const { left } = node;
  if (isExportsObject(left)) return { owner: null, name: null, node: left };
  if (ts.isPropertyAccessExpression(left) && isExportsObject(left.expression)) {
    return { owner: null, name: left.name.text, node: left.name };
  }
  if (
    ts.isElementAccessExpression(left) && isExportsObject(left.expression) &&
    ts.isStringLiteral(left.argumentExpression)
  ) {
    const { argumentExpression: key } = left;
    return { owner: null, name: key.text, node: key };
  }
  return null;
}

function targetOf(node: ts.Expression): Target | null {
  const exported = exportTarget(node);
  if (exported) return exported;
  if (!isAssignment(node) || !ts.isPropertyAccessExpression(node.left)) return null;
  const { expression, name } = node.left;
  if (ts.isIdentifier(expression)) {
    const prototype = name.text === "prototype";
    return { owner: expression.text, name: prototype ? null : name.text, node: name };
  }
  return ts.isPropertyAccessExpression(expression) && expression.name.text === "prototype" &&
      ts.isIdentifier(expression.expression)
    ? { owner: expression.expression.text, name: name.text, node: name }
    : null;
}

function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

function isExportsObject(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return node.text === "exports";
  return ts.isPropertyAccessExpression(node) && node.name.text === "exports" &&
    ts.isIdentifier(node.expression) && node.expression.text === "module";
}

/** Names that clauses and assignments export from these statements. */
function exportedNames(statements: readonly ts.Statement[], commonJs: boolean): Set<string> {
  const names = new Set<string>();
  const value = (node: ts.Expression) => {
    if (ts.isIdentifier(node)) names.add(node.text);
  };
  const assigned = (node: ts.Expression): void => {
    if (!ts.isBinaryExpression(node)) return;
    if (node.operatorToken.kind === ts.SyntaxKind.CommaToken) {
      assigned(node.left);
      assigned(node.right);
      return;
    }
    const targets: Target[] = [];
    let last: ts.Expression = node;
    for (let target = targetOf(last); target; target = targetOf(last)) {
      targets.push(target);
      last = (last as ts.BinaryExpression).right;
    }
    last = bare(last);
    for (const { owner, name } of targets) {
      if (owner !== null) continue;
      if (ts.isIdentifier(last)) names.add(last.text);
      else if (name === null && ts.isObjectLiteralExpression(last)) {
        for (const property of last.properties) {
          if (ts.isShorthandPropertyAssignment(property)) names.add(property.name.text);
          else if (ts.isPropertyAssignment(property)) value(bare(property.initializer));
        }
      }
    }
  };
  for (const node of statements) {
    if (ts.isExportDeclaration(node) && !node.moduleSpecifier && node.exportClause) {
      if (!ts.isNamedExports(node.exportClause)) continue;
      for (const { name, propertyName } of node.exportClause.elements) {
        names.add((propertyName ?? name).text);
      }
    } else if (ts.isExportAssignment(node)) value(bare(node.expression));
    else if (commonJs && ts.isExpressionStatement(node)) assigned(node.expression);
    else if (commonJs && ts.isVariableStatement(node)) {
      for (const { name, initializer } of node.declarationList.declarations) {
        const bound = initializer && bare(initializer);
        if (bound && ts.isIdentifier(name) && exportTarget(bound)) names.add(name.text);
      }
    }
  }
  return names;
}

/** Without `as T` and `satisfies T`. */
function bare(node: ts.Expression): ts.Expression {
  while (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) node = node.expression;
  return node;
}

function isFunction(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

function isRequired(node: ts.Expression): boolean {
  while (ts.isPropertyAccessExpression(node)) node = node.expression;
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) &&
    node.expression.text === "require";
}

function isReference(node: ts.Expression): boolean {
  if (isRequired(node)) return true;
  while (ts.isPropertyAccessExpression(node)) node = node.expression;
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword ||
    [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword]
      .includes(node.kind);
}

function isMethodLike(node: ts.Node): boolean {
  return ts.isMethodDeclaration(node) || ts.isAccessor(node);
}

function functionsOf(
  node: ts.ObjectLiteralExpression,
  file: ts.SourceFile,
): [ts.ObjectLiteralElementLike, string][] {
  return node.properties.flatMap((property): [ts.ObjectLiteralElementLike, string][] => {
    const name = property.name && nameOf(property.name, file);
    const holds = ts.isPropertyAssignment(property)
      ? isFunction(bare(property.initializer))
      : isMethodLike(property);
    return name !== undefined && holds ? [[property, name]] : [];
  });
}

function nameOf(name: ts.PropertyName | ts.BindingName, file: ts.SourceFile): string | undefined {
  if (!ts.isComputedPropertyName(name)) {
    return ts.isNumericLiteral(name) ? name.getText(file) : (name as ts.Identifier).text;
  }
  const text = name.getText(file);
  return text.length <= 100 && !text.includes("\n") ? text : undefined;
}

function flags(node: ts.Node): readonly ts.ModifierLike[] {
  return ts.canHaveModifiers(node) ? ts.getModifiers(node) ?? [] : [];
}

function isExported(node: ts.Node): boolean {
  return flags(node).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function isDeclared(node: ts.Node): boolean {
  return flags(node).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
}

function isStatic(node: ts.Node): boolean {
  return flags(node).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
}

function defaultWord(node: ts.Node): ts.Node | undefined {
  return node.getChildren().flatMap((child) => [child, ...child.getChildren()])
    .find(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
}

function sameFunction(a: ts.FunctionDeclaration, b: ts.Statement | undefined): boolean {
  return b !== undefined && ts.isFunctionDeclaration(b) && !b.body && b.name?.text === a.name?.text;
}

function hasBodyLater(statements: readonly ts.Statement[], index: number): boolean {
  const first = statements[index] as ts.FunctionDeclaration;
  for (let at = index + 1; at < statements.length; at++) {
    const next = statements[at]!;
    if (!ts.isFunctionDeclaration(next) || next.name?.text !== first.name?.text) return false;
    if (next.body) return true;
  }
  return false;
}
