/**
 * Keys of the objects in which model servers wrap rows.
 * TensorFlow Serving: https://www.tensorflow.org/tfx/serving/api_rest
 * MLflow: https://mlflow.org/docs/latest/deployment/deploy-model-locally
 * SageMaker's algorithms: https://docs.aws.amazon.com/sagemaker/latest/dg/cdf-inference.html
 */
export const envelopeKeys = {
  /** Of lists of rows, or of lists by column. */
  rows: [
    'instances',
    'inputs',
    'predictions',
    'outputs',
    'dataframe_records',
    'dataframe_split',
    'data',
    'result',
    'results',
    'scores',
  ],
  /** Beside those, without rows. */
  settings: ['signature_name', 'params', 'index'],
  /** Of the values of one row. */
  values: ['data', 'features', 'values'],
} as const;
