import { localeOf, type Language } from "../../texts";
import { ours, type Ours } from "../../texts/fill";

const formats = new Map<string, Intl.DateTimeFormat>();

/** In Rome. Making a format takes a millisecond, and a list asks for hundreds. */
function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (made === undefined) formats.set(key, (made = new Intl.DateTimeFormat(localeOf(language), { timeZone: "Europe/Rome", ...options })));
  return made;
}

/** A moment in three readings; undefined where the text is no time. */
export interface Moment {
  /** Date and time of day in Rome. */
  rome: string;
  /** Whether Rome's clocks are set to summer time then. */
  zone: "winter" | "summer";
  utc: string;
}

export function moment(rfc3339: string, language: Language): Moment | undefined {
  const time = new Date(rfc3339);
  if (rfc3339 === "" || Number.isNaN(time.getTime())) return undefined;
  const rome = format(language, { dateStyle: "long", timeStyle: "medium" });
  const offset = format(language, { timeZoneName: "longOffset" })
    .formatToParts(time)
    .find(part => part.type === "timeZoneName");
  return {
    rome: rome.format(time),
    zone: offset?.value.endsWith("+02:00") ? "summer" : "winter",
    utc: time
      .toISOString()
      .replace("T", " ")
      .replace(/\.\d+Z$/, " UTC"),
  };
}

/** A date without time, of a list or a certificate. */
export function day(text: string, language: Language): string {
  const time = new Date(text);
  if (text === "" || Number.isNaN(time.getTime())) return text;
  return format(language, { dateStyle: "long" }).format(time);
}

/** The same in a sentence; what is no date stays what somebody wrote. */
export function dated(text: string, language: Language): Ours | string {
  const shown = day(text, language);
  return shown === text ? text : ours(shown);
}

/** Date and time of day in Rome, in a sentence. */
export function timed(text: string, language: Language): Ours | string {
  const at = moment(text, language);
  return at === undefined ? text : ours(at.rome);
}

export function size(bytes: number, language: Language): string {
  const units = ["byte", "kilobyte", "megabyte"] as const;
  const power = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  return new Intl.NumberFormat(localeOf(language), {
    style: "unit",
    unit: units[power]!,
    unitDisplay: power === 0 ? "long" : "short",
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** power);
}
