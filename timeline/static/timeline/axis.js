// Days and bins by their numbers, as timeline/pages/strip.py counts them: day 1 is the first of January of the year 1.
const DAY = 864e5, EPOCH = 719163; // the number of 1970-01-01

export const LENGTH = { day: 1, month: 30.44, year: 365.25, decade: 3652.5, century: 36525 }; // days
export const FINER = { century: "decade", decade: "year", year: "month", month: "day" };
const ISO = { day: 10, month: 7 }; // letters of 2014-06-20
const YEARS = { year: 1, decade: 10, century: 100 };

function dayNumber(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return Math.round(date / DAY) + EPOCH;
}

const dateOf = (number) => new Date((number - EPOCH) * DAY);

// The number of the day a bin begins with.
function beginning(unit, bin) {
  if (unit === "day") return bin;
  return unit === "month" ? dayNumber(Math.floor(bin / 12), bin - 12 * Math.floor(bin / 12), 1) : dayNumber(bin * YEARS[unit], 0, 1);
}

// The day of that number, or the calendar's nearest.
export const nearest = (day) => Math.min(Math.max(day, 1), 3652059);

// Numbers with fractions: a place in a bin <-> a day.
export function dayOf(unit, place) {
  const bin = Math.floor(place), start = beginning(unit, bin);
  return start + (place - bin) * (beginning(unit, bin + 1) - start);
}

export function binOf(unit, day) {
  const date = dateOf(Math.floor(day)), year = date.getUTCFullYear();
  const bin = { day: Math.floor(day), month: year * 12 + date.getUTCMonth() }[unit] ?? Math.floor(year / YEARS[unit]);
  const start = beginning(unit, bin);
  return bin + (day - start) / (beginning(unit, bin + 1) - start);
}

// A bin as the address has it: for what is wider than a year, its first or its last one.
export function written(unit, bin, first = true) {
  if (unit in ISO) return dateOf(beginning(unit, bin)).toISOString().slice(0, ISO[unit]);
  return String(Math.min(Math.max(first ? bin * YEARS[unit] : (bin + 1) * YEARS[unit] - 1, 1), 9999)).padStart(4, "0");
}

// The same in words, in the language of the page.
export function words(unit, bin, first = true) {
  const shape = { day: { day: "numeric", month: "long", year: "numeric" }, month: { month: "long", year: "numeric" } }[unit];
  if (!shape) return String(Number(written(unit, bin, first)));
  return new Intl.DateTimeFormat(document.documentElement.lang, { ...shape, timeZone: "UTC" }).format(dateOf(beginning(unit, bin)));
}
