const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Returns a function for the hour of the week of an instant in a time zone: 0..167, from Sunday. Throws for an unknown zone. */
export function hourOfWeekIn(timeZone: string): (instant: Date) => number {
  const known = zones.get(timeZone);
  if (known) return known;
  const hours = new Map<number, number>();
  const format = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' });
  const hourOf = (instant: Date) => {
    const parts = format.formatToParts(instant);
    const textOf = (type: 'weekday' | 'hour') => parts.find((part) => part.type === type)?.value ?? '';
    return days.indexOf(textOf('weekday')) * 24 + Number(textOf('hour'));
  };
  const zone = (instant: Date) => {
    const at = instant.getTime();
    const hour = hours.get(at) ?? hourOf(instant);
    if (hours.size >= keptInstants) hours.clear();
    hours.set(at, hour);
    return hour;
  };
  zones.set(timeZone, zone);
  return zone;
}

/** By time zone: to make a format, or to use it, takes as long as to judge a feature, and windows of many endpoints begin together. */
const zones = new Map<string, (instant: Date) => number>();
const keptInstants = 10_000;
