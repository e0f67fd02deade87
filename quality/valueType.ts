/** What a value's text looks like; `Boolean` only counts in the metrics: a column of them is String. */
export type ValueType = 'Integral' | 'Fractional' | 'Boolean' | 'String';

const integral = /^[+-]? ?[0-9]+$/;
const fractional = /^[+-]? ?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
const boolean = /^(true|false)$/;

/**
 * The type of one value, from its whole text: `3` is Integral, `3.0` and `3e2` Fractional, `5.`, `.5` and `NaN` text.
 * A number beyond a double's range is text too, because no statistic could hold it.
 */
export function valueTypeOf(text: string): ValueType {
  if (fractional.test(text)) {
    if (!Number.isFinite(numberOf(text))) return 'String';
    return integral.test(text) ? 'Integral' : 'Fractional';
  }
  return boolean.test(text) ? 'Boolean' : 'String';
}

/** The double that an Integral or Fractional text stands for; a blank may follow its sign. */
export function numberOf(text: string): number {
  return Number(text.replace(' ', ''));
}
