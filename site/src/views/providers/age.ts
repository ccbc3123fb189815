import type { Language } from "../../texts";

/** From then on it is said beside every verdict. */
export const OLD_AFTER_DAYS = 90;

const DAY = 24 * 60 * 60 * 1000;

/** The age of a list in days; undefined where it states no date. */
export function age(date: string, now: number): number | undefined {
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : Math.max(0, Math.floor((now - time) / DAY));
}

/** The same for people: in days, then in months. */
export function ago(days: number, language: Language): string {
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  return days <= OLD_AFTER_DAYS ? words.format(-days, "day") : words.format(-Math.round(days / 30.44), "month");
}
