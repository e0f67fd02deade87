import type { Cause } from '../../contract/likelyCause';

/** Steps for each likely cause, in order; a team's runbooks come before them. */
export const causeRemediation = {
  'unit-change': [
    'Ask the producer of the feature which unit it sends since the first window, and compare one capture with the training data.',
    'Convert the unit in the feature pipeline, or restore the former unit at the source.',
  ],
  'stuck-value': [
    'Check when the source of the feature last changed: a stopped sensor, job or cache repeats its last value.',
    'If the value is a default for missing values, send an empty field instead, so that completeness shows the gap.',
  ],
  'lost-join': [
    'Find the table or service that supplies exactly these features, and check its keys, freshness and errors.',
    'Repair the join and run the monitor for the window again.',
  ],
  'missing-field': [
    'Find the client or route whose requests lack the field, and when it was deployed.',
    'Send the field again, or lower its completeness in the SLA if the model can handle the gap.',
  ],
  'new-category': [
    'Compare the new values with the known ones: a renamed or respelled value needs a mapping in the producer.',
    'For a real new value, check how the model predicts it, then add it to the SLA and derive a new baseline.',
  ],
  'swapped-columns': [
    'Compare the order of columns in one capture with the capture schema; the monitor and the model read columns by position.',
    'Fix the order in the client or in the feature pipeline.',
  ],
  'client-gone': [
    'Check whether the client, region or group of the missing category still sends requests, and whether its errors rose.',
    'If it left on purpose, derive a baseline from the traffic that remains.',
  ],
  'type-change': [
    'Look for units, decimal commas or words for missing values in a capture of the window.',
    'Fix the producer. If the new type is intended, add a schema version and derive a baseline for it.',
  ],
  'columns-changed': [
    'Compare the number and order of columns in one capture with the capture schema.',
    'Roll back the pipeline, or register a schema version with the new columns.',
  ],
  'unreadable-bodies': [
    'Read the causes in rejects.json beside the report.',
    'Fix the producer, or describe the new form in the capture schema.',
  ],
  'population-shift': [
    'Compare the shifted features with season, campaigns, new markets and routing of the days before.',
    'If the change is real, check the quality of the predictions, retrain if needed and approve a new baseline.',
  ],
  deployment: [
    'Compare one capture of the first window with one from before the change.',
    'Roll the change back if it is the cause, or derive a baseline for the new state.',
  ],
  'capture-stopped': [
    'Check the capture settings of the endpoint and the requests of its invocation metrics in the window.',
    'Restore capture. The numbers of the window stand for few requests: run the monitor again once its captures are complete.',
  ],
} as const satisfies Record<Cause, readonly string[]>;
