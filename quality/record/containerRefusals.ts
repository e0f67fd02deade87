interface ContainerRefusal {
  /** One clause. */
  readonly reason: string;
  /** Setting of the schema with which a record preprocessor reads the records. */
  readonly setting: string;
}

/** What Model Monitor's container refuses in captures that no record preprocessor reads. */
export const containerRefusals = {
  /** https://github.com/aws/sagemaker-python-sdk/issues/2785 */
  encodings: { reason: 'the request and the answer have different encodings', setting: 'captures.input.contentType' },
  /** https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-pre-and-post-processing.html */
  nestedRequest: {
    reason: 'the JSON of the request is not one object of single values',
    setting: 'captures.input.contentType',
  },
  nestedAnswer: {
    reason: 'the JSON of the answer is not one object of single values',
    setting: 'captures.output.contentType',
  },
  base64: { reason: 'some records are in BASE64, others are not', setting: 'captures.input.contentType' },
} as const satisfies Record<string, ContainerRefusal>;

export type ContainerRefusalKind = keyof typeof containerRefusals;
