import * as z from 'zod';

const sharesSchema = z.array(z.number().min(0).max(1));

/** A feature's distribution in the baseline and in a window, in few bins: shares of the rows with a value. */
export const featureHistogramSchema = z.strictObject({
  feature: z.string(),
  /** Of numbers: the ends of bins of equal width. The outermost bins include the values beyond. */
  range: z.tuple([z.number(), z.number()]).optional(),
  /** Of texts: the most frequent categories; a last share without a category is that of all others. */
  categories: z.array(z.string()).optional(),
  expected: sharesSchema,
  observed: sharesSchema,
});

export type FeatureHistogram = z.infer<typeof featureHistogramSchema>;
