/** What the address of embed.html says: embed.html?origin=https://comune.example&lang=it&theme=light&primary=006b3f&organisation=…&contact=…&compact&reports */
export interface Settings {
  /** Of the page around the frame; without it nothing is said to anybody. */
  origin: string | undefined;
  lang: string;
  /** As the element's attribute; a frame does not see what scheme the page around has. */
  theme: "light" | "dark" | "auto";
  /** The site's colour, as #rrggbb; "" for the program's own. */
  primary: string;
  organisation: string;
  contact: string;
  compact: boolean;
  /** The page around gets the reports. */
  reports: boolean;
}

/** Opened by itself the frame shows no name of an office: anybody could write one into a link. */
export function settings(query: URLSearchParams, framed: boolean): Settings {
  const origin = framed ? originOf(query.get("origin")) : undefined;
  const theme = query.get("theme");
  return {
    origin,
    lang: query.get("lang") ?? "",
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    primary: /^#?([0-9a-f]{6})$/i.exec(query.get("primary") ?? "")?.[1]?.replace(/^/, "#") ?? "",
    organisation: framed ? (query.get("organisation") ?? "") : "",
    contact: framed ? (query.get("contact") ?? "") : "",
    compact: query.has("compact"),
    reports: origin !== undefined && query.has("reports"),
  };
}

/** An origin as browsers write it: https://comune.example; of this machine http will do. */
function originOf(text: string | null): string | undefined {
  if (text === null || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const local = url.hostname === "localhost" || url.hostname === "127.0.0.1";
  return url.protocol === "https:" || (url.protocol === "http:" && local) ? url.origin : undefined;
}
