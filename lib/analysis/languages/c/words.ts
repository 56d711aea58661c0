/** Words of C, C++ and Objective-C by what they do in a declaration; all others are names. */
export enum Role {
  /** Says something about a declaration, and is no part of its type. */
  Modifier,
  /** A type by itself, never the name of what is declared. */
  Type,
  /** Takes arguments in parentheses that are no parameters. */
  Attribute,
  /** `decltype(x)` */
  TypeOf,
  /** class, struct, union, enum */
  Key,
  Operator,
  Const,
  Constexpr,
  Static,
  Extern,
  /** Begins a declaration: what stands before it on other lines is a macro. */
  Start,
  /** Begins a statement: no declaration is here. */
  Statement,
}

const WORDS: Readonly<Record<keyof typeof Role, string>> = {
  Modifier: "inline __inline __inline__ __forceinline virtual friend mutable register volatile " +
    "__volatile__ explicit thread_local _Thread_local __thread export auto_ptr_ref typename " +
    "__extension__ restrict __restrict __restrict__ override final try consteval co_await " +
    "_Noreturn noreturn __cdecl __stdcall __fastcall WINAPI",
  Type:
    "void char short int long float double signed unsigned bool _Bool wchar_t char8_t char16_t " +
    "char32_t auto __int64 _Complex",
  Attribute:
    "__attribute__ __attribute __declspec alignas _Alignas __asm__ __asm asm noexcept throw " +
    "requires static_assert _Static_assert __pragma _Pragma",
  TypeOf: "decltype typeof __typeof__ __typeof _Atomic",
  Key: "class struct union enum",
  Operator: "operator",
  Const: "const __const",
  Constexpr: "constexpr constinit",
  Static: "static",
  Extern: "extern",
  Start: "template namespace using typedef public private protected concept",
  Statement:
    "if else for while do switch case default return goto break continue delete new sizeof",
};

/** By word; undefined for names. */
export const ROLES: ReadonlyMap<string, Role> = new Map(
  Object.entries(WORDS).flatMap(([role, words]) =>
    words.split(" ").map((word) => [word, Role[role as keyof typeof Role]] as const)
  ),
);

/** `EXPORT_API`, `TEST`: by convention a macro. */
export function isMacroName(name: string): boolean {
  return name.length > 1 && /^_*[A-Z][A-Z0-9_]*$/.test(name);
}
