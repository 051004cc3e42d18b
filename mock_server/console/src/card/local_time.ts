// Dates and times as pickers send them: local, and followed by the browser's distance from UTC.

export function timezone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `2026-11-10`, `10:30` or `2026-11-10 10:30` with the zone; empty for what is none of them. */
export function zoned(written: string): string {
  const local = unzoned(written);
  if (!local) return "";
  // The distance changes over the year: a day has its own, a time of day that of today.
  const [day, time] = local.includes("-") ? local.split(" ") : [undefined, local];
  const instant = day ? new Date(`${day}T${time ?? "00:00"}`) : new Date();
  const minutes = -instant.getTimezoneOffset();
  if (Number.isNaN(minutes)) return "";
  const ahead = Math.abs(minutes);
  const digits = `${twoDigits(Math.floor(ahead / 60))}${twoDigits(ahead % 60)}`;
  return `${local} ${minutes < 0 ? "-" : "+"}${digits}`;
}

export function unzoned(written: string): string {
  return written.replace(/ [+-]\d{4}$/, "");
}

/** A moment in the form that a table's column asks for, such as `YYYY/MM/DD HH:mm`. */
export function dated(ms: number, format: string): string {
  const moment = new Date(ms);
  if (Number.isNaN(moment.getTime())) return "";
  return format
    .replace("YYYY", String(moment.getFullYear()))
    .replace("MM", twoDigits(moment.getMonth() + 1))
    .replace("DD", twoDigits(moment.getDate()))
    .replace("HH", twoDigits(moment.getHours()))
    .replace("mm", twoDigits(moment.getMinutes()))
    .replace("ss", twoDigits(moment.getSeconds()));
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
