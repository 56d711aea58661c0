using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Mono.Cecil;
using Mono.CompilerServices.SymbolWriter;
using Mono.CSharp;

/**
 * What Mono's compiler says of C# files, a line each, fields parted by tabs: the types that a file
 * declares at the top of namespaces and its usings (the compiler's parser), the types and extension
 * methods of the same assembly that it uses (the compiled code, by its debug symbols); "may-": that
 * one of a partial type's files uses. Arguments: the assembly, compiled with -debug, then the files.
 */
static class CSharpOracle {
  static readonly SortedSet<string> lines = new SortedSet<string>(StringComparer.Ordinal);
  static readonly Dictionary<string, HashSet<string>> filesOf = new Dictionary<string, HashSet<string>>();

  static MonoSymbolFile symbols;

  static void Main(string[] args) {
    var sources = args.Skip(1).Select((path, at) => new SourceFile(path, path, at + 1)).ToList();
    Location.Initialize(sources);
    foreach (var source in sources) Parse(source);
    using (symbols = MonoSymbolFile.ReadSymbolFile(args[0] + ".mdb"))
    using (var assembly = Mono.Cecil.AssemblyDefinition.ReadAssembly(args[0])) {
      foreach (var type in assembly.MainModule.Types) Type(type, NameOf(type));
    }
    foreach (var line in lines) Console.WriteLine(line);
  }

  static void Parse(SourceFile source) {
    var context = new CompilerContext(
      new CompilerSettings { Version = LanguageVersion.Experimental },
      new StreamReportPrinter(TextWriter.Null)
    );
    var module = new ModuleContainer(context);
    var file = new CompilationSourceFile(module, source);
    using (var stream = File.OpenRead(source.Name)) {
      var text = new SeekableStreamReader(stream, Encoding.UTF8);
      new CSharpParser(text, file, new ParserSession()).parse();
    }
    Declared(source.Name, "", file);
  }

  static void Declared(string path, string space, TypeContainer around) {
    var inNamespace = around as NamespaceContainer;
    foreach (var one in inNamespace.Usings ?? new List<UsingClause>()) {
      if (one.NamespaceExpression == null) continue;
      var kind = one.Alias != null || one is UsingType ? "using-type" : "using";
      lines.Add(kind + "\t" + path + "\t" + one.NamespaceExpression.GetSignatureForError());
    }
    foreach (var one in around.Containers ?? new List<TypeContainer>()) {
      var name = (space == "" ? "" : space + ".") + Whole(one.MemberName);
      if (one is NamespaceContainer) {
        Declared(path, name, one);
        continue;
      }
      HashSet<string> files;
      if (!filesOf.TryGetValue(name, out files)) filesOf[name] = files = new HashSet<string>();
      files.Add(path);
      lines.Add("declares\t" + path + "\t" + name);
    }
  }

  static string Whole(MemberName name) {
    return name.Left == null ? name.Name : Whole(name.Left) + "." + name.Name;
  }

  /** Namespace and name of the type that stands around, without its arity. */
  static string NameOf(TypeReference type) {
    while (type.DeclaringType != null) type = type.DeclaringType;
    var name = type.Name.Split('`')[0];
    return type.Namespace == "" ? name : type.Namespace + "." + name;
  }

  static void Type(Mono.Cecil.TypeDefinition type, string outermost) {
    HashSet<string> files;
    if (!filesOf.TryGetValue(outermost, out files)) return;
    // What stands outside of methods is in one of the type's files: which one, only a whole type says.
    var at = files.ToArray();
    Use(at, type.BaseType);
    foreach (var one in type.Interfaces) Use(at, one.InterfaceType);
    foreach (var one in type.GenericParameters) foreach (var bound in one.Constraints) Use(at, bound.ConstraintType);
    Attributes(at, type);
    foreach (var field in type.Fields) {
      Use(at, field.FieldType);
      Attributes(at, field);
      // The compiler writes its value, and nothing of where it comes from.
      if (field.HasConstant) lines.Add("constant\t" + outermost + "\t" + type.Name + "." + field.Name);
    }
    foreach (var one in type.Properties) {
      Use(at, one.PropertyType);
      Attributes(at, one);
    }
    foreach (var one in type.Events) {
      Use(at, one.EventType);
      Attributes(at, one);
    }
    foreach (var method in type.Methods) Method(method, at);
    foreach (var nested in type.NestedTypes) Type(nested, outermost);
  }

  static void Method(MethodDefinition method, string[] at) {
    var entry = symbols.GetMethodByToken(method.MetadataToken.ToInt32());
    if (entry != null) at = new[] { entry.CompileUnit.SourceFile.FileName };
    Signature(at, method);
    foreach (var one in method.GenericParameters) foreach (var bound in one.Constraints) Use(at, bound.ConstraintType);
    Attributes(at, method);
    foreach (var one in method.Parameters) Attributes(at, one);
    if (!method.HasBody) return;
    foreach (var local in method.Body.Variables) Use(at, local.VariableType);
    foreach (var handler in method.Body.ExceptionHandlers) Use(at, handler.CatchType);
    foreach (var one in method.Body.Instructions) {
      Use(at, one.Operand as TypeReference);
      var field = one.Operand as FieldReference;
      if (field != null) {
        Use(at, field.DeclaringType);
        Use(at, field.FieldType);
      }
      var called = one.Operand as MethodReference;
      if (called == null) continue;
      Use(at, called.DeclaringType);
      Signature(at, called);
      var generic = called as GenericInstanceMethod;
      if (generic != null) foreach (var argument in generic.GenericArguments) Use(at, argument);
      if (called.DeclaringType.Scope != method.Module) continue;
      var target = called.Resolve();
      if (target != null && target.CustomAttributes.Any(a => a.AttributeType.Name == "ExtensionAttribute")) {
        Say("extends", at, NameOf(called.DeclaringType) + "\t" + called.Name);
      }
    }
  }

  static void Signature(string[] at, MethodReference method) {
    Use(at, method.ReturnType);
    foreach (var one in method.Parameters) Use(at, one.ParameterType);
  }

  static void Attributes(string[] at, Mono.Cecil.ICustomAttributeProvider one) {
    foreach (var attribute in one.CustomAttributes) {
      Use(at, attribute.AttributeType);
      var values = attribute.ConstructorArguments
        .Concat(attribute.Properties.Select(value => value.Argument))
        .Concat(attribute.Fields.Select(value => value.Argument));
      foreach (var value in values) {
        Use(at, value.Type);
        Use(at, value.Value as TypeReference);
      }
    }
  }

  static void Use(string[] at, TypeReference type) {
    if (type == null || type.IsGenericParameter) return;
    var generic = type as GenericInstanceType;
    if (generic != null) foreach (var argument in generic.GenericArguments) Use(at, argument);
    var wrapped = type as TypeSpecification;
    if (wrapped != null) {
      Use(at, wrapped.ElementType);
      return;
    }
    if (filesOf.ContainsKey(NameOf(type))) Say("uses", at, NameOf(type));
  }

  static void Say(string kind, string[] at, string what) {
    foreach (var path in at) lines.Add((at.Length == 1 ? kind : "may-" + kind) + "\t" + path + "\t" + what);
  }
}
