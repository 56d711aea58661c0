/** Go's standard library by the first element of its paths (`go list std`, Go 1.25). */
const ROOTS = new Set(
  ("archive arena bufio builtin bytes cmd cmp compress container context crypto database debug embed " +
    "encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net " +
    "os path plugin reflect regexp runtime simd slices sort strconv strings structs sync syscall " +
    "testing text time unicode unique unsafe weak").split(" "),
);

export function isStandardPackage(specifier: string): boolean {
  return ROOTS.has(specifier.split("/")[0]!);
}
