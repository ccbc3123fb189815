import type { providers } from "./it";

/** Every language has exactly the keys of the Italian table. */
export type ProviderTexts = Readonly<Record<keyof typeof providers, string>>;
