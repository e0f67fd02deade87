import { envelopeKeys } from '../../contract/envelopeKeys';
import { isPlainObject } from '../../contract/isPlainObject';

/** Keys under which a batch transform job joins an answer to its request, and the request if it is a list. */
export const joinedAnswerKey = 'SageMakerOutput';
const joinedRequestKey = 'SageMakerInput';

/**
 * A row of a batch transform job that joins predictions to their requests, as one object or list of values: those of the
 * answer are beside the request's, or under `SageMakerOutput` (`SageMakerOutput.0`, ... for several without names). Any other
 * row is returned as it is. Throws an Error with one clause if the answer and the request have a key in common.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataProcessing.html
 */
export function flattenJoinedRow(row: Readonly<Record<string, unknown>>): unknown {
  if (!(joinedAnswerKey in row)) return row;
  const { [joinedAnswerKey]: answer, [joinedRequestKey]: request, ...others } = row;
  const values = rowOfAnswer(answer);
  if (Array.isArray(request)) return [...(Array.isArray(values) ? values : [values]), ...request];
  const requestValues = isPlainObject(request) ? request : others;
  const answerValues = namedAnswer(values);
  const twice = Object.keys(answerValues).find((key) => Object.hasOwn(requestValues, key));
  if (twice !== undefined) throw new Error(`the key '${twice}' is in the answer and in the request`);
  return { ...requestValues, ...answerValues };
}

/** The only row of an answer, without its lists and envelopes. */
function rowOfAnswer(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.length === 1 ? rowOfAnswer(answer[0]) : answer;
  if (!isPlainObject(answer)) return answer;
  const [key = '', ...others] = Object.keys(answer);
  const isEnvelope = others.length === 0 && envelopeKeys.rows.some((name) => name === key);
  return isEnvelope && Array.isArray(answer[key]) ? rowOfAnswer(answer[key]) : answer;
}

function namedAnswer(values: unknown): Readonly<Record<string, unknown>> {
  if (isPlainObject(values)) return values;
  if (!Array.isArray(values)) return { [joinedAnswerKey]: values };
  return Object.fromEntries(values.map((value, i) => [`${joinedAnswerKey}.${i}`, value]));
}
