/** What a value's text looks like; `Boolean` only counts in the metrics: a column of them is String. */
export const valueTypes = ['Integral', 'Fractional', 'Boolean', 'String'] as const;
export type ValueType = (typeof valueTypes)[number];

/** From here on a type, by its place in `valueTypes`, is no number. */
export const firstNonNumeric = 2;
