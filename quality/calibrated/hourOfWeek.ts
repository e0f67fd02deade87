const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Returns a function for the hour of the week of an instant in a time zone: 0..167, from Sunday. Throws for an unknown zone. */
export function hourOfWeekIn(timeZone: string): (instant: Date) => number {
  const format = formatIn(timeZone);
  return (instant) => {
    const parts = format.formatToParts(instant);
    const textOf = (type: 'weekday' | 'hour') => parts.find((part) => part.type === type)?.value ?? '';
    return days.indexOf(textOf('weekday')) * 24 + Number(textOf('hour'));
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** One format a time zone: making one takes as long as judging a feature. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' });
  formats.set(timeZone, format);
  return format;
}
