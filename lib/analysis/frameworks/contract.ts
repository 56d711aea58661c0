/**
 * A framework, library or platform that a map names. A package is its ecosystem (`npm`, `pypi`, `go`,
 * `jsr`, `cargo`, `maven`, `nuget`, `composer`, `gem`, `docker`, `swift`, `cocoapods`, `pub`; `apple`
 * for a framework of Apple's that Swift imports), a colon and its name; a pattern is matched against
 * the whole path.
 */
export interface FrameworkRule {
  name: string;
  /** Any one of these, declared or imported, is evidence. */
  packages?: readonly string[];
  /** Files that exist for this framework only. */
  files?: RegExp;
  /** The file counts only if each of these is found in it; the first gives the line. */
  content?: readonly RegExp[];
  /** Tests are where it is used, so that imports from test files count. */
  testing?: true;
}
