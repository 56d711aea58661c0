/**
 * What the TypeScript compiler says about a directory: its parser finds the imports, its
 * configuration reader chooses the options, its resolver names the files. Nothing of ours.
 */
import ts from "typescript";

export interface OracleEdge {
  from: string;
  specifier: string;
  /** Path below the root; null where the compiler resolves to nothing in it. */
  to: string | null;
}

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Edges of every source file below `root` (absolute), which may hold an installed node_modules. */
export function oracleEdges(
  root: string,
  files: readonly string[],
  overrides: ts.CompilerOptions = {},
): OracleEdge[] {
  const real = ts.sys.realpath!(root);
  const optionsOf = configurations(overrides);
  return files.filter((path) => SOURCE.test(path)).flatMap((from) => {
    const path = `${real}/${from}`;
    const options = optionsOf(path);
    return oracleImports(path).map(({ specifier, commonJs }) => {
      const mode = commonJs ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
      const found = ts.resolveModuleName(
        specifier,
        path,
        options,
        ts.sys,
        undefined,
        undefined,
        mode,
      )
        .resolvedModule?.resolvedFileName;
      const inside = found?.startsWith(`${real}/`) && !found.includes("/node_modules/");
      return { from, specifier, to: inside ? found!.slice(real.length + 1) : null };
    });
  });
}

export interface OracleImport {
  specifier: string;
  /** 1-based line of the specifier. */
  line: number;
  typeOnly: boolean;
  commonJs: boolean;
}

/** Imports of one file (absolute path) with a literal specifier, in the order of the text. */
export function oracleImports(path: string): OracleImport[] {
  const text = ts.sys.readFile(path) ?? "";
  const kind = /\.[cm]?js$/.test(path) ? ts.ScriptKind.JSX : undefined;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, kind);
  const found: OracleImport[] = [];
  const add = (node: ts.Node | undefined, typeOnly: boolean, commonJs = false) => {
    if (!node || !ts.isStringLiteralLike(node)) return;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    found.push({ specifier: node.text, line: line + 1, typeOnly, commonJs });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly || allTypes(node.exportClause));
    } else if (ts.isImportEqualsDeclaration(node)) {
      if (ts.isExternalModuleReference(node.moduleReference)) {
        add(node.moduleReference.expression, node.isTypeOnly, true);
      }
    } else if (ts.isImportTypeNode(node)) {
      if (ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    } else if (ts.isCallExpression(node)) {
      const called = node.expression;
      if (called.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
      else if (ts.isIdentifier(called) && called.text === "require") {
        add(node.arguments[0], false, true);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  return clause.phaseModifier === ts.SyntaxKind.TypeKeyword ||
    (!clause.name && allTypes(clause.namedBindings));
}

function allTypes(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean {
  if (!bindings || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return false;
  const names: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[] = bindings.elements;
  return names.length > 0 && names.every((name) => name.isTypeOnly);
}

/** Options of the project that an editor would take: the nearest, or one that it references. */
function configurations(overrides: ts.CompilerOptions): (path: string) => ts.CompilerOptions {
  const read = new Map<string, ts.ParsedCommandLine>();
  const parse = (config: string): ts.ParsedCommandLine => {
    const known = read.get(config);
    if (known) return known;
    const { config: json } = ts.readConfigFile(config, ts.sys.readFile);
    const directory = config.slice(0, config.lastIndexOf("/"));
    const parsed = ts.parseJsonConfigFileContent(json ?? {}, ts.sys, directory, {
      allowJs: true,
    }, config);
    read.set(config, parsed);
    return parsed;
  };
  const owner = (config: string, path: string): ts.ParsedCommandLine | null => {
    const parsed = parse(config);
    if (parsed.fileNames.includes(path)) return parsed;
    for (const reference of parsed.projectReferences ?? []) {
      const found = owner(ts.resolveProjectReferencePath(reference), path);
      if (found) return found;
    }
    return null;
  };
  return (path) => {
    const directory = path.slice(0, path.lastIndexOf("/"));
    const config = ts.findConfigFile(directory, ts.sys.fileExists);
    const options = config ? (owner(config, path) ?? parse(config)).options : {};
    return {
      ...options,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowJs: true,
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      typeRoots: [],
      ...overrides,
    };
  };
}
