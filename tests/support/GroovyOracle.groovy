// Imports and types of Groovy files by the compiler's own parser (its trees right behind the parse).
// Run as `groovy GroovyOracle.groovy DIRECTORY`; prints a line for each fact, with tabs between fields.

import groovy.io.FileType
import java.lang.reflect.Modifier
import java.util.regex.Pattern
import org.codehaus.groovy.ast.ClassNode
import org.codehaus.groovy.ast.EnumConstantClassNode
import org.codehaus.groovy.ast.ImportNode
import org.codehaus.groovy.ast.InnerClassNode
import org.codehaus.groovy.control.CompilationFailedException
import org.codehaus.groovy.control.CompilationUnit
import org.codehaus.groovy.control.Phases

class Parsed {
    String path
    String text
    PrintStream out

    void tell(Object... fields) {
        out.println(([path] + fields.toList()).join('\t'))
    }

    int offset(int line, int column) {
        int at = 0
        for (int i = 1; i < line; i++) at = text.indexOf('\n', at) + 1
        at + column - 1
    }

    /** Behind the pattern's first match from a place on: annotations may stand before what they mark. */
    int behind(int line, int column, String pattern) {
        int start = offset(line, column)
        def found = text.substring(start) =~ pattern
        found.find() ? start + found.end() - 1 : start
    }

    int lineOf(int offset) {
        text.substring(0, offset).count('\n') + 1
    }

    void imported(ImportNode one) {
        String name = one.isStar() && !one.isStatic() ? one.packageName + '*' : one.className
        if (one.isStatic()) name += '.' + (one.isStar() ? '*' : one.fieldName)
        tell('import', lineOf(behind(one.lineNumber, one.columnNumber, /\bimport\s/)), name)
    }

    static String kindOf(ClassNode type) {
        if (type.annotations.any { it.classNode.nameWithoutPackage == 'Trait' }) return 'trait'
        if (type.isEnum()) return 'enum'
        type.isInterface() ? 'interface' : 'class'
    }

    /** A name may itself have dollars. */
    static String nameOf(ClassNode type) {
        type.outerClass ? type.name.substring(type.outerClass.name.length() + 1) : type.nameWithoutPackage
    }

    void defined(ClassNode type) {
        List<String> names = []
        for (def at = type; at != null; at = at.outerClass) names.add(0, nameOf(at))
        String head = /\b(?:class|interface|enum|trait|record)\s+/ + Pattern.quote(names.last()) + /\b/
        int start = behind(type.lineNumber, type.columnNumber, head)
        // The old parser ends a type where the token behind it begins.
        int close = text.lastIndexOf('}', offset(type.lastLineNumber, type.lastColumnNumber) - 1)
        int last = close < 0 ? type.lastLineNumber : lineOf(close)
        boolean isPrivate = false
        for (def around = type; around != null; around = around.outerClass) {
            if (Modifier.isPrivate(around.modifiers)) isPrivate = true
        }
        tell(kindOf(type), lineOf(start), last, names.init().join('.'), names.last(), !isPrivate)
    }
}

boolean isNameless(ClassNode type) {
    type.lineNumber < 1 || type instanceof EnumConstantClassNode || type instanceof InnerClassNode && type.anonymous
}

def out = new PrintStream(System.out, false, 'UTF-8')
def root = new File(args[0]).canonicalFile
def files = []
root.eachFileRecurse(FileType.FILES) { if (it.name =~ /\.(groovy|gradle)$/) files << it }
files.sort().each { file ->
    def parsed = new Parsed(path: root.toPath().relativize(file.toPath()), text: file.getText('UTF-8'), out: out)
    def unit = new CompilationUnit()
    unit.addSource(file)
    try {
        unit.compile(Phases.CONVERSION)
    } catch (CompilationFailedException failure) {
        parsed.tell('failure', failure.message.readLines().drop(1).join(' '))
        return
    }
    unit.AST.modules.each { module ->
        module.imports.each { parsed.imported(it) }
        module.starImports.each { parsed.imported(it) }
        module.staticImports.each { alias, one -> parsed.imported(one) }
        module.staticStarImports.each { alias, one -> parsed.imported(one) }
        module.classes.findAll { !it.script && !isNameless(it) }.each { parsed.defined(it) }
    }
}
out.flush()
