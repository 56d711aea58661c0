/** Limits that both a form and the API enforce; browser-safe. */
export const NAME_MAX = 120;
export const DESCRIPTION_MAX = 2_000;
export const URL_MAX = 2_000;
export const BRANCH_MAX = 250;
export const PAGE_LIMIT_DEFAULT = 50;
export const PAGE_LIMIT_MAX = 200;
export const BODY_MAX_BYTES = 1_048_576;
export const SCHEDULE_MAX = 120;
export const TAG_MAX = 30;
/** Tags of one project. */
export const TAGS_MAX = 20;
/** Addresses that are added at once. */
export const BULK_MAX = 500;
