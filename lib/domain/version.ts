/** The program's version, shown by /api/health and written into every map. */
export const VERSION = "0.1.0";

/**
 * The analyser's version: part of the key of cached facts and of a map's identity. Raise it in the
 * commit that changes what a stage finds, so that no stale fact survives an upgrade.
 */
export const ANALYZER_VERSION = 8;

export const SCHEMA_VERSION = 1;
