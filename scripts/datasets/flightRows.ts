/** A flight as the model's features, each as the text that a capture holds; keys in schema order. */
export interface FlightRow {
  /** Minutes, predicted by the formula below. */
  readonly predicted_arr_delay: string;
  readonly dep_delay: string;
  readonly sched_hour: string;
  readonly distance: string;
  readonly carrier: string;
  readonly origin: string;
  readonly temp: string;
  readonly wind_speed: string;
  readonly visibility: string;
}

/** A day of 2013. */
export interface Day {
  readonly month: number;
  readonly day: number;
}

const flightColumns =
  'year,month,day,dep_time,sched_dep_time,dep_delay,arr_time,sched_arr_time,arr_delay,carrier,flight,tailnum,origin,dest,air_time,distance,hour,minute,time_hour';
const weatherColumns =
  'origin,year,month,day,hour,temp,dewp,humid,wind_dir,wind_speed,wind_gust,precip,pressure,visib,time_hour';

/** The two tables of the source package, as CSV. */
export interface FlightSource {
  readonly flights: string;
  readonly weather: string;
}

/**
 * The flights of some days, in the file's order, joined with the hourly weather at their origin. Cancelled flights
 * and flights without complete weather are skipped.
 */
export function flightRows(source: FlightSource, days: readonly Day[]): FlightRow[] {
  const dayKeys = new Set(days.map(({ month, day }) => `${month}-${day}`));
  return joinedFlights(source, (flight) => dayKeys.has(`${flight['month']}-${flight['day']}`)).map(({ row }) => row);
}

/** The flights of the year by the hour of their scheduled departure, in milliseconds; joined in the same way. */
export function flightsByHour(source: FlightSource): Map<number, FlightRow[]> {
  const hours = new Map<number, FlightRow[]>();
  for (const { hour, row } of joinedFlights(source, () => true)) {
    const rows = hours.get(hour);
    if (rows) rows.push(row);
    else hours.set(hour, [row]);
  }
  return new Map([...hours].sort(([a], [b]) => a - b));
}

function joinedFlights(
  source: FlightSource,
  isWanted: (flight: Fields) => boolean,
): { readonly hour: number; readonly row: FlightRow }[] {
  const weather = new Map(
    records(source.weather, weatherColumns).map((record) => [`${record['origin']} ${record['time_hour']}`, record]),
  );
  return records(source.flights, flightColumns)
    .filter(isWanted)
    .flatMap((flight) => {
      const at = weather.get(`${flight['origin']} ${flight['time_hour']}`);
      const values = [flight['dep_delay'], at?.['temp'], at?.['wind_speed'], at?.['visib']];
      const hour = Date.parse(flight['time_hour'] ?? '');
      return at && values.every(hasValue) ? [{ hour, row: rowOf(flight, at) }] : [];
    });
}

type Fields = Record<string, string>;

/** Neither file quotes a value. */
function records(csv: string, columns: string): Fields[] {
  const [header, ...lines] = csv.split(/\r?\n/);
  if (header !== columns) throw new Error(`unexpected columns '${header}': expected '${columns}'`);
  const names = columns.split(',');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const values = line.split(',');
      return Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']));
    });
}

function hasValue(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'NA';
}

function rowOf(flight: Fields, weather: Fields): FlightRow {
  const text = (fields: Fields, name: string) => fields[name] ?? '';
  const features = {
    dep_delay: String(Number(text(flight, 'dep_delay'))),
    sched_hour: String(Number(text(flight, 'hour'))),
    distance: String(Number(text(flight, 'distance'))),
    carrier: text(flight, 'carrier'),
    origin: text(flight, 'origin'),
    temp: fractional(text(weather, 'temp')),
    wind_speed: fractional(text(weather, 'wind_speed')),
    visibility: fractional(text(weather, 'visib')),
  };
  return { predicted_arr_delay: prediction(features), ...features };
}

/** Writes whole numbers with a decimal part, because Model Monitor infers Integral without one. */
function fractional(text: string): string {
  const value = Math.round(Number(text) * 100) / 100;
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** A fixed linear formula in place of a model: minutes, to two decimals. */
function prediction(features: Omit<FlightRow, 'predicted_arr_delay'>): string {
  const minutes =
    -9.5 +
    1.01 * Number(features.dep_delay) +
    0.12 * Number(features.sched_hour) -
    0.0021 * Number(features.distance) +
    0.15 * Number(features.wind_speed) +
    0.8 * (10 - Number(features.visibility)) +
    0.02 * (60 - Number(features.temp));
  return (Math.round(minutes * 100) / 100 || 0).toFixed(2);
}
