"""Python's own answer: ast finds the imports and definitions, importlib's PathFinder finds the files.

usage: python3 python_oracle.py  -> JSON {"corpora": [{"name", "files", "imports", "definitions"}]}
Nothing of the inspected files is executed.
"""
import ast
import gc
import importlib.machinery
import importlib.util
import json
import os
import shutil
import sys
import sysconfig
import tempfile

STDLIB = sysconfig.get_paths()["stdlib"]
# Compiled in, frozen or imported by the start-up: no file of a program's own can take their place.
ALWAYS = set(sys.builtin_module_names) | {
    "__main__", "_collections_abc", "_sitebuiltins", "abc", "codecs", "encodings", "genericpath",
    "importlib", "io", "ntpath", "os", "posixpath", "runpy", "site", "stat", "zipimport",
}
CACHE = {}
# It ends soon: looking for circles in a million tree nodes is half of its time.
gc.disable()


def python_files(root, tops):
    for top in tops:
        start = os.path.join(root, top)
        if os.path.isfile(start):
            yield start
        for directory, names, files in os.walk(start):
            names[:] = sorted(n for n in names if n != "__pycache__" and not os.path.islink(os.path.join(directory, n)))
            for name in sorted(files):
                path = os.path.join(directory, name)
                if name.endswith(".py") and not os.path.islink(path):
                    yield path


def locate(search, parts):
    """(spec, complete): the module by a dotted name below a path list."""
    spec, path_list = None, search
    for index, part in enumerate(parts):
        if path_list is None:
            return spec, False
        found = CACHE.get((tuple(path_list), part), "?")
        if found == "?":
            found = importlib.machinery.PathFinder.find_spec(part, path_list)
            CACHE[(tuple(path_list), part)] = found
        if found is None:
            return spec, False
        spec = found
        locations = spec.submodule_search_locations
        if locations is None:
            path_list = None
        elif spec.origin is not None:
            path_list = [os.path.dirname(spec.origin)]
        else:
            below = [os.path.join(entry, part) for entry in path_list]
            path_list = [entry for entry in below if os.path.isdir(entry)]
    return spec, True


def source_of(spec, root):
    if spec is None or not spec.origin or not spec.origin.endswith(".py"):
        return None
    return os.path.relpath(spec.origin, root)


def parsed(root, files):
    """{path below root: syntax tree} of those that Python can parse."""
    trees = {}
    for path in files:
        try:
            with open(path, "rb") as stream:
                trees[os.path.relpath(path, root)] = ast.parse(stream.read())
        except (SyntaxError, ValueError):
            continue
    return trees


def statements(tree):
    """All statements at any depth; the expressions, which are most of a tree, hold none."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for block in ("body", "handlers", "orelse", "finalbody", "cases"):
            waiting.extend(getattr(node, block, []))


def answers(root, trees):
    out = []
    for relative, tree in trees.items():
        package = os.path.dirname(relative).split(os.sep) if os.path.dirname(relative) else []
        for node in statements(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    out += one(root, relative, package, 0, alias.name, None, alias.lineno)
            elif isinstance(node, ast.ImportFrom):
                names = [alias.name for alias in node.names]
                out += one(root, relative, package, node.level, node.module or "", names, node.lineno)
    return out


def one(root, importer, package, level, module, names, line):
    written = "." * level + module
    parts = module.split(".") if module else []
    if level:
        base = package[: len(package) - level + 1]
        if level - 1 > len(package):
            return [[importer, line, written, "unresolved", None]]
        spec, complete = locate([root], base + parts) if base + parts else (None, True)
    else:
        if parts[0] in ALWAYS:
            return [[importer, line, written, "builtin", parts[0]]]
        spec, complete = locate([root], parts)
        local = spec is not None and spec.origin is not None
        if not local and parts[0] in sys.stdlib_module_names | {"test"}:
            return [[importer, line, written, "builtin", parts[0]]]
        if spec is None:
            return [[importer, line, written, "package", None]]
    if not complete:
        return [[importer, line, written, "unresolved", None]]
    edges, own = [], False
    for name in names or ["*"]:
        below = None
        if name != "*":
            full = (package[: len(package) - level + 1] if level else []) + parts + [name]
            sub, found = locate([root], full)
            below = source_of(sub, root) if found else None
        if below:
            edges.append([importer, line, (written if written.endswith(".") else written + ".") + name, "file", below])
        else:
            own = True
    if own:
        target = source_of(spec, root)
        if target == importer and names and names != ["*"]:
            target = None
        edges.append([importer, line, written, "file" if target else "unresolved", target])
    return edges


def is_public(name):
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__") and len(name) > 4)


def listed_names(tree):
    """What __all__ lists; None without it, or where a part of it is computed."""
    names = None
    for node in module_level(tree.body):
        value = None
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(t, ast.Name) and t.id == "__all__" for t in targets):
                value = node.value
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            function = node.value.func
            if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "__all__":
                value = node.value.args[0] if function.attr in ("extend", "append") else function
        if value is None:
            continue
        parts = value.elts if isinstance(value, (ast.List, ast.Tuple)) else [value]
        if not all(isinstance(part, ast.Constant) for part in parts):
            return None
        names = (names or set()) | {part.value for part in parts}
    return names


def module_level(body):
    """Statements in the order of the text, those in blocks too, but not those of definitions."""
    for node in body:
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        for block in ("body", "handlers", "orelse", "finalbody", "cases"):
            for child in getattr(node, block, []):
                yield from module_level([child] if isinstance(child, ast.stmt) else child.body)


def target_names(target):
    if isinstance(target, ast.Name):
        yield target
    elif isinstance(target, ast.Starred):
        yield from target_names(target.value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            yield from target_names(element)


def definitions(path, tree):
    """[path, line, end line, kind, container, name, exported] of each."""
    out, assigned, listed = [], set(), listed_names(tree)

    def say(name, line, end, kind, container, exported):
        out.append([path, line, end, kind, ".".join(container), name, exported])

    def visit(body, container, exported):
        for node in module_level(body):
            top = not container
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                shown = is_public(node.name) and exported if listed is None or not top else node.name in listed
                is_class = isinstance(node, ast.ClassDef)
                kind = "class" if is_class else "function" if top else "method"
                say(node.name, node.lineno, node.end_lineno, kind, container, shown)
                if is_class:
                    visit(node.body, container + [node.name], shown)
            if not top:
                continue
            targets = node.targets if isinstance(node, ast.Assign) else []
            if isinstance(node, ast.AnnAssign) and node.value is not None and node.simple:
                targets = [node.target]
            for name in (name for target in targets for name in target_names(target)):
                if name.id in assigned or name.id == "_":
                    continue
                assigned.add(name.id)
                bare = name.id.lstrip("_")
                capital = bare.isupper() and bare.replace("_", "A").isalnum() and bare[0].isupper()
                shown = is_public(name.id) if listed is None else name.id in listed
                kind = "constant" if capital else "variable"
                say(name.id, name.lineno, node.end_lineno, kind, [], shown)

    visit(tree.body, [], True)
    return out


def all_definitions(trees):
    out = []
    for relative, tree in trees.items():
        out.append([relative])
        out += definitions(relative, tree)
    return out


def corpus(name, root, tops):
    files = list(python_files(root, [t for t in tops if os.path.exists(os.path.join(root, t))]))
    texts = {}
    for path in files:
        with open(path, "rb") as stream:
            texts[os.path.relpath(path, root)] = stream.read().decode("utf-8", "replace")
    trees = parsed(root, files)
    return {"name": name, "files": texts, "imports": answers(root, trees), "definitions": all_definitions(trees)}


corpora = []
with tempfile.TemporaryDirectory() as scratch:
    # Copied, so that the rest of the standard library is not "in the repository".
    tops = ["asyncio", "concurrent", "ctypes", "email", "html", "http", "json", "logging",
            "multiprocessing", "unittest", "urllib", "wsgiref", "xml", "xmlrpc", "dataclasses.py"]
    for top in tops:
        source = os.path.join(STDLIB, top)
        if os.path.isdir(source):
            shutil.copytree(source, os.path.join(scratch, top), ignore=shutil.ignore_patterns("__pycache__", "test", "tests"))
        elif os.path.isfile(source):
            shutil.copy(source, scratch)
    corpora.append(corpus("standard library packages", scratch, tops))
installed = importlib.util.find_spec("pip")
if installed and installed.origin:
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(os.path.dirname(installed.origin), os.path.join(scratch, "pip"), ignore=shutil.ignore_patterns("__pycache__"))
        corpora.append(corpus("pip", scratch, ["pip"]))
json.dump({"corpora": corpora}, sys.stdout)
