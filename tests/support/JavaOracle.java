// Imports and definitions of Java files by javac's own parser, and what imports mean by javac's own
// name resolution. Run as `java --add-exports jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED
// JavaOracle.java MODE DIRECTORY`; prints a line for each fact, with tabs between fields.
// MODE is `syntax`, or `edges` (each import's file, for directories that compile as one).

import com.sun.source.tree.*;
import com.sun.source.util.*;
import com.sun.tools.javac.tree.JCTree;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import javax.lang.model.element.*;
import javax.tools.*;

public class JavaOracle {
    static final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    static Path root;

    public static void main(String[] args) throws Exception {
        root = Path.of(args[1]).toRealPath();
        List<Path> paths;
        try (var walk = Files.walk(root)) {
            paths = walk.filter(path -> path.toString().endsWith(".java")).sorted().toList();
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(d -> {}, null, StandardCharsets.UTF_8)) {
            var options = List.of("-proc:none", "-Xlint:none");
            var task = (JavacTask) compiler.getTask(new java.io.StringWriter(), manager, d -> {}, options,
                null, manager.getJavaFileObjectsFromPaths(paths));
            var trees = Trees.instance(task);
            var units = new ArrayList<CompilationUnitTree>();
            for (var unit : task.parse()) units.add(unit);
            if (args[0].equals("edges")) {
                task.analyze();
                for (var unit : units) edges(unit, trees);
            } else {
                for (var unit : units) syntax(unit, trees.getSourcePositions());
            }
        }
        out.flush();
    }

    static String name(CompilationUnitTree unit) {
        return root.relativize(Path.of(unit.getSourceFile().toUri())).toString();
    }

    static void syntax(CompilationUnitTree unit, SourcePositions positions) {
        for (var one : unit.getImports()) {
            long line = unit.getLineMap().getLineNumber(
                positions.getStartPosition(unit, one.getQualifiedIdentifier()));
            out.println(String.join("\t", name(unit), "import", "" + line,
                one.getQualifiedIdentifier().toString()));
        }
        for (var type : unit.getTypeDecls()) {
            if (type instanceof ClassTree tree) define(unit, positions, tree, "", true, false);
        }
    }

    static void define(CompilationUnitTree unit, SourcePositions positions, ClassTree tree,
            String container, boolean exported, boolean inInterface) {
        String kind = switch (tree.getKind()) {
            case INTERFACE, ANNOTATION_TYPE -> "interface";
            case ENUM -> "enum";
            default -> "class";
        };
        boolean visible = exported && visible(tree.getModifiers(), inInterface);
        String own = tree.getSimpleName().toString();
        print(unit, positions, tree, kind, container, own, visible);
        String path = container.isEmpty() ? own : container + "." + own;
        boolean isInterface = kind.equals("interface");
        for (var member : tree.getMembers()) {
            if (member instanceof ClassTree nested) {
                define(unit, positions, nested, path, visible, isInterface);
            } else if (member instanceof MethodTree method) {
                String name = method.getName().contentEquals("<init>") ? own : method.getName().toString();
                print(unit, positions, method, "method", path, name,
                    visible && visible(method.getModifiers(), isInterface));
            } else if (member instanceof VariableTree field) {
                var flags = field.getModifiers().getFlags();
                boolean constant = flags.contains(Modifier.STATIC) && flags.contains(Modifier.FINAL);
                // a constant of an enum prints itself so
                if (field.toString().startsWith("/*public static final*/")) continue;
                if (constant || isInterface) {
                    print(unit, positions, field, "constant", path, field.getName().toString(),
                        visible && visible(field.getModifiers(), isInterface));
                }
            }
        }
    }

    static boolean visible(ModifiersTree modifiers, boolean inInterface) {
        var flags = modifiers.getFlags();
        if (flags.contains(Modifier.PRIVATE)) return false;
        return inInterface || flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED);
    }

    static void print(CompilationUnitTree unit, SourcePositions positions, Tree tree, String kind,
            String container, String name, boolean exported) {
        var lines = unit.getLineMap();
        long line = lines.getLineNumber(((JCTree) tree).pos);
        long end = lines.getLineNumber(positions.getEndPosition(unit, tree) - 1);
        out.println(String.join("\t", name(unit), kind, "" + line, "" + end, container, name,
            "" + exported));
    }

    static void edges(CompilationUnitTree unit, Trees trees) {
        for (var one : unit.getImports()) {
            var path = new TreePath(new TreePath(new TreePath(unit), one), one.getQualifiedIdentifier());
            var select = (MemberSelectTree) one.getQualifiedIdentifier();
            boolean star = select.getIdentifier().contentEquals("*");
            // of `a.b.*` and of a static import the element is what stands before the last dot
            var target = star || one.isStatic()
                ? trees.getElement(new TreePath(path, select.getExpression()))
                : trees.getElement(path);
            var files = new TreeSet<String>();
            if (target instanceof PackageElement container) {
                for (var type : container.getEnclosedElements()) add(files, type, trees);
            } else if (target != null) {
                while (!(target.getEnclosingElement() instanceof PackageElement)) {
                    target = target.getEnclosingElement();
                }
                add(files, target, trees);
            }
            for (var file : files) {
                out.println(String.join("\t", name(unit), select.toString(), file));
            }
        }
    }

    static void add(Set<String> files, Element type, Trees trees) {
        var path = trees.getPath(type);
        if (path != null) files.add(name(path.getCompilationUnit()));
    }
}
