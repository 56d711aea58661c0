/** Stylesheets: CSS and the languages that become CSS, for what they import. */
import type { Analyzer } from "./contract.ts";
import { findStyleImports } from "./styles/imports.ts";
import { StyleResolver } from "./styles/resolver.ts";

const NOTATIONS: Readonly<Record<string, string>> = { SCSS: "sass", Sass: "sass", Less: "less" };

export const styles: Analyzer = {
  id: "styles",
  languages: ["CSS", "PostCSS", "SCSS", "Sass", "Less"],
  extract: ({ language, text }) => ({
    imports: findStyleImports(text, NOTATIONS[language] ?? "css"),
  }),
  isManifest: () => false,
  resolver: (view) => new StyleResolver(view),
};
