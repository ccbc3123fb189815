import type { rem } from "./it";

/** Every language has exactly the keys of the Italian table. */
export type RemTexts = Readonly<Record<keyof typeof rem, string>>;
