/**
 * The table of route rules: which frameworks' routes are found, in which languages, by which proof.
 * A new framework is a row in its language's file, and a language also a row in lexis.ts.
 */
import type { RouteRule } from "./contract.ts";
import { C_SHARP_ROUTES } from "./csharp.ts";
import { GO_ROUTES } from "./go.ts";
import { JAVASCRIPT_ROUTES, JAVASCRIPT_UNPROVEN } from "./javascript.ts";
import { JVM_ROUTES } from "./jvm.ts";
import { PHP_ROUTES, PHP_UNPROVEN } from "./php.ts";
import { PYTHON_ROUTES, PYTHON_UNPROVEN } from "./python.ts";
import { RUBY_ROUTES } from "./ruby.ts";
import { RUST_ROUTES } from "./rust.ts";
import { SWIFT_ROUTES } from "./swift.ts";

export const ROUTE_RULES: readonly RouteRule[] = [
  ...JAVASCRIPT_ROUTES,
  ...PYTHON_ROUTES,
  ...JVM_ROUTES,
  ...C_SHARP_ROUTES,
  ...GO_ROUTES,
  ...RUST_ROUTES,
  ...PHP_ROUTES,
  ...RUBY_ROUTES,
  ...SWIFT_ROUTES,
];

/** Declarations in files that name no framework: the manifest of the package has to. */
export interface UnprovenRule extends Omit<RouteRule, "framework"> {
  /** By `ecosystem:name`: whose routes they are, if the manifest names one framework only. */
  packages: Readonly<Record<string, string>>;
}

export const UNPROVEN_RULES: readonly UnprovenRule[] = [
  JAVASCRIPT_UNPROVEN,
  PYTHON_UNPROVEN,
  PHP_UNPROVEN,
];
