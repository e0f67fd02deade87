/** What Model Monitor's container refuses in captures, and a clause that says so. */
export const containerRefusals = {
  /** https://github.com/aws/sagemaker-python-sdk/issues/2785 */
  encodings: 'the request and the answer have different encodings',
  /** https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-pre-and-post-processing.html */
  nestedJson: 'the JSON is not one object of single values',
  base64: 'some records are in BASE64, others are not',
} as const;

export type ContainerRefusalKind = keyof typeof containerRefusals;
