import type { Language } from "../texts";

const locales: Record<Language, string> = { it: "it-IT", en: "en-GB", de: "de-DE" };

/** A moment in three readings; undefined where the text is no time. */
export interface Moment {
  /** Date and time of day in Rome. */
  rome: string;
  /** Name of Rome's zone at that moment, winter or summer time. */
  zone: string;
  utc: string;
}

export function moment(rfc3339: string, language: Language): Moment | undefined {
  const time = new Date(rfc3339);
  if (rfc3339 === "" || Number.isNaN(time.getTime())) return undefined;
  const locale = locales[language];
  const rome = new Intl.DateTimeFormat(locale, { timeZone: "Europe/Rome", dateStyle: "long", timeStyle: "medium" });
  const zone = new Intl.DateTimeFormat(locale, { timeZone: "Europe/Rome", timeZoneName: "long" })
    .formatToParts(time)
    .find((part) => part.type === "timeZoneName");
  return {
    rome: rome.format(time),
    zone: zone?.value ?? "",
    utc: time.toISOString().replace("T", " ").replace(/\.\d+Z$/, " UTC"),
  };
}

/** A date without time, of a list or a certificate. */
export function day(text: string, language: Language): string {
  const time = new Date(text);
  if (text === "" || Number.isNaN(time.getTime())) return text;
  return new Intl.DateTimeFormat(locales[language], { timeZone: "Europe/Rome", dateStyle: "long" }).format(time);
}

export function size(bytes: number, language: Language): string {
  const units = ["byte", "kilobyte", "megabyte"] as const;
  const power = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  return new Intl.NumberFormat(locales[language], {
    style: "unit",
    unit: units[power]!,
    unitDisplay: power === 0 ? "long" : "short",
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** power);
}
