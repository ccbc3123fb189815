// Times of the law, in Rome's calendar.

interface RomeTime {
  year: number;
  month: number;
  day: number;
  hour: number;
}

const rome = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Rome",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  hourCycle: "h23",
});

function inRome(time: Date): RomeTime {
  const parts = Object.fromEntries(rome.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  return { year: parts["year"]!, month: parts["month"]!, day: parts["day"]!, hour: parts["hour"]! };
}

function read(rfc3339: string): Date | undefined {
  const time = new Date(rfc3339);
  return rfc3339 === "" || Number.isNaN(time.getTime()) ? undefined : time;
}

/** A date without time, as YYYY-MM-DD. */
function date(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/**
 * The day from whose 07:00 a delivery counts for the recipient, where it fell between 21:00 and 07:00 (art. 147 c.p.c.,
 * in force like this since 1 January 2023); undefined for any other hour.
 */
export function countsFrom(delivered: string): string | undefined {
  const time = read(delivered);
  if (time === undefined) return undefined;
  const { year, month, day, hour } = inRome(time);
  if (hour >= 21) return date(year, month, day + 1);
  return hour < 7 ? date(year, month, day) : undefined;
}

/** Months for which a provider must keep its log (DPR 68/2005 art. 11). */
const LOG_MONTHS = 30;

/** The last day on which the provider must still have the log of that moment. */
export function logUntil(certified: string): string | undefined {
  const time = read(certified);
  if (time === undefined) return undefined;
  const { year, month, day } = inRome(time);
  const last = new Date(Date.UTC(year, month - 1 + LOG_MONTHS + 1, 0)).getUTCDate();
  return date(year, month + LOG_MONTHS, Math.min(day, last));
}

/** Minutes by which a provider's signing time may differ without a word (as the core's signature.time). */
const TOLERANCE = 2;

/** Whole minutes from the certified time to the provider's signing time; undefined where they agree. */
export function signedLater(certified: string, signing: string): number | undefined {
  const [from, to] = [read(certified), read(signing)];
  if (from === undefined || to === undefined) return undefined;
  const minutes = (to.getTime() - from.getTime()) / 60_000;
  return Math.abs(minutes) > TOLERANCE ? Math.round(minutes) : undefined;
}
