import type { result } from "./it";

/** Every language has exactly the keys of the Italian table. */
export type ResultTexts = Readonly<Record<keyof typeof result, string>>;
