import type { CheckType } from '../../contract/modelMonitorFiles';

interface ViolationHint {
  /** Usual causes, the most likely first. */
  readonly causes: readonly string[];
  /** Steps, in order. */
  readonly remediation: readonly string[];
}

/** Likely causes and remediation by check type. */
export const violationHints = {
  data_type_check: {
    causes: [
      'A producer sends numbers as text, or with a unit or a decimal comma.',
      'A column was inserted or moved. The monitor matches columns by position, so every later column is affected too.',
      'Missing values arrive as a word (NA, null) instead of an empty field.',
    ],
    remediation: [
      'Compare the columns of one capture of the window with the order of the capture schema.',
      'Fix the producer. If the new type is intended, add a schema version and derive a baseline for it.',
    ],
  },
  completeness_check: {
    causes: [
      'A join or lookup of the feature pipeline fails, so the feature stays empty.',
      'A source was late and the pipeline ran without it.',
      'A new client does not send the field.',
    ],
    remediation: [
      'Find out when the share of missing values began to rise, and which client or route sends them.',
      'Fix the source or its default. Lower the completeness in the SLA only if the model can handle the gap.',
    ],
  },
  baseline_drift_check: {
    causes: [
      'Real change: season, weather, prices, a campaign, a new market.',
      'A unit or scale changed upstream (miles and kilometers, fraction and percentage).',
      'Traffic of another population is routed to the endpoint, or part of the usual traffic is missing.',
    ],
    remediation: [
      "Compare the window's distribution with the baseline's: a shift of all values suggests a unit, a new peak a new population.",
      'If the change is real, check the quality of the predictions, retrain if needed and approve a new baseline.',
      'If not, fix the pipeline and replay the window.',
    ],
  },
  missing_column_check: {
    causes: [
      'An older version of a pipeline or client sends fewer columns.',
      'A column was dropped upstream, or the separator changed.',
    ],
    remediation: [
      'Roll back the pipeline or send the column again: the model reads columns by position.',
      'If the column was removed on purpose, add a schema version without it and derive a baseline for it.',
    ],
  },
  extra_column_check: {
    causes: [
      'A pipeline sends a new column that is not in the schema yet.',
      'An unquoted text contains the separator and is read as two columns.',
    ],
    remediation: [
      'Quote the text, or remove the column.',
      'If the column is intended, add a schema version with it and derive a baseline for it.',
    ],
  },
  categorical_values_check: {
    causes: [
      'A value is new (an airport, a carrier, a product) and was not in the training data.',
      'A value is spelled differently: case, spaces, a code instead of a name.',
    ],
    remediation: [
      'List the values outside the domain in a capture of the window.',
      'Map spellings in the producer. For a new value, check that the model handles it, then add it to the SLA.',
    ],
  },
  non_negative_check: {
    causes: [
      'A sign is flipped upstream, or a difference is computed in the wrong order.',
      'A code such as -1 or -999 stands for a missing value.',
    ],
    remediation: [
      'List the negative values in a capture of the window, and the client or route that sends them.',
      'Send an empty field for a missing value. If negative values are valid, derive a baseline from data that has them.',
    ],
  },
  rejected_records_check: {
    causes: [
      'A new version of the model or of a client sends or returns bodies of another form, such as nested JSON or an error page.',
      'Capture was cut off: bodies beyond the limit of data capture, or files that were still being written.',
      'The content type of the captures is wrong, so that bodies are read as something else.',
    ],
    remediation: [
      'Read the causes in rejects.json beside the report: each has a count and the first file and line.',
      'Fix the producer, or add what the bodies need to the capture schema, then run the monitor for the window again.',
      'If this share of rejects is normal for the endpoint, raise rejectedShare in the SLA.',
    ],
  },
  truncated_files_check: {
    causes: [
      'An upload or a copy of a capture file was interrupted.',
      'A program that writes captures closed the file before its gzip data was complete.',
    ],
    remediation: [
      'Read the names of the files in the description, and their sizes and times in the store.',
      'Write the complete files under the same keys: the window is then analyzed again.',
    ],
  },
  range_check: {
    causes: [
      'A unit or scale changed upstream (Fahrenheit and Celsius, minutes and seconds).',
      'A sensor or form sends impossible values, or a code for a missing value.',
      'Real values left the range of the SLA.',
    ],
    remediation: [
      'List the values outside the range in a capture of the window, and the client or route that sends them.',
      'Fix the producer. If the values are valid, check that the model handles them, then widen the range in the SLA.',
    ],
  },
} as const satisfies Record<CheckType, ViolationHint>;
