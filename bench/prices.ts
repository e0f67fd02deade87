import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

export const regions = ['us-east-1', 'eu-west-1'] as const;
export type Region = (typeof regions)[number];

const dollars = z.number().positive();
const pricesSchema = z.strictObject({
  date: z.iso.date(),
  prices: z.record(
    z.string(),
    z.strictObject({
      unit: z.string(),
      'us-east-1': dollars,
      'eu-west-1': dollars,
      source: z.url(),
      /** Where the price was found besides AWS's page, by region. A region without one is not confirmed. */
      confirmed: z.strictObject({ 'us-east-1': z.string().optional(), 'eu-west-1': z.string().optional() }).optional(),
    }),
  ),
});

const file = join(__dirname, '..', 'assets', 'prices.yaml');
export const priceList = pricesSchema.parse(parse(readFileSync(file, 'utf8')));

/** Price of one unit in US dollars. */
export function price(name: string, region: Region = 'us-east-1'): number {
  const row = priceList.prices[name];
  if (!row) throw new Error(`no price '${name}': expected ${Object.keys(priceList.prices).join(', ')}`);
  return row[region];
}

/** Hours of a month, as AWS's examples count them. */
export const monthHours = 730;

/** Dollars with cents. */
export const amount = (value: number) => `$${value.toFixed(2)}`;
