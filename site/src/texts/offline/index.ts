import type { offline } from "./it";

/** Every language has exactly the keys of the Italian table. */
export type OfflineTexts = Readonly<Record<keyof typeof offline, string>>;
