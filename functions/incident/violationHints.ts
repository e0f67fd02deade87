import type { CheckType } from '../../contract/modelMonitorFiles';

interface ViolationHint {
  /** What usually lies behind it, the likeliest first. */
  readonly causes: readonly string[];
  /** What to do, in this order. */
  readonly remediation: readonly string[];
}

/** What people should look at first, by the kind of violation. */
export const violationHints = {
  data_type_check: {
    causes: [
      'A producer sends numbers as text, or with a unit or a decimal comma.',
      'A column was inserted or moved: the monitor matches columns by position, so every later column looks wrong too.',
      'Missing values arrive as a word (NA, null) instead of an empty field.',
    ],
    remediation: [
      "Look at one capture of the window, and compare its columns with the capture schema's order.",
      'Mend the producer; if the new type is meant, add a schema version and derive a baseline for it.',
    ],
  },
  completeness_check: {
    causes: [
      'A join or a lookup of the feature pipeline fails, so the feature stays empty.',
      'A source was late, and the pipeline went on without it.',
      'A new client does not send the field.',
    ],
    remediation: [
      'Find when the share of missing values began to rise, and which client or route it comes from.',
      'Mend the source or its default; lower the completeness in the SLA only if the model copes with the gap.',
    ],
  },
  baseline_drift_check: {
    causes: [
      'The world changed: season, weather, prices, a campaign, a new market.',
      'A unit or a scale changed upstream (miles and kilometres, a fraction and a percentage).',
      'Traffic was routed here from another population, or part of the usual one is missing.',
    ],
    remediation: [
      "Compare the window's distribution with the baseline's: a shift of everything points to a unit, a new hump to a new population.",
      'When the change is real, check the quality of the predictions, retrain if needed, and approve a new baseline.',
      'When it is not, mend the pipeline and replay the window.',
    ],
  },
  missing_column_check: {
    causes: [
      'A pipeline or client of an older version sends fewer columns.',
      'A column was dropped upstream, or the separator changed.',
    ],
    remediation: [
      'Roll the pipeline back, or send the column again: the model itself reads columns by position.',
      'If the column is to go, add a schema version without it and derive a baseline for it.',
    ],
  },
  extra_column_check: {
    causes: [
      'A pipeline began to send a column before the schema knew it.',
      'A text holds the separator, unquoted, and is read as two columns.',
    ],
    remediation: [
      'Quote the text, or remove the column.',
      'If the column is to stay, add a schema version with it and derive a baseline for it.',
    ],
  },
  categorical_values_check: {
    causes: [
      'A value is new in the world (an airport, a carrier, a product) and was not in the training data.',
      'A value is spelt another way: case, blanks, a code instead of a name.',
    ],
    remediation: [
      'List the values outside the domain in a capture of the window.',
      'Map spellings in the producer; for a new value check that the model handles it, then add it to the SLA.',
    ],
  },
  non_negative_check: {
    causes: [
      'A sign is flipped upstream, or a difference is taken the wrong way round.',
      'A code such as -1 or -999 stands for a missing value.',
    ],
    remediation: [
      'List the negative values in a capture of the window, and which client or route they come from.',
      'Send an empty field for a missing value; where negative values are right, derive a baseline from data that has them.',
    ],
  },
  range_check: {
    causes: [
      'A unit or a scale changed upstream (Fahrenheit and Celsius, minutes and seconds).',
      'A sensor or a form sends values that cannot be, or a code for a missing one.',
      'The world left the range that the contract foresaw.',
    ],
    remediation: [
      'List the values outside the range in a capture of the window, and which client or route they come from.',
      'Mend the producer; where the values are right, check that the model handles them, then widen the range in the SLA.',
    ],
  },
} as const satisfies Record<CheckType, ViolationHint>;
