import { sageMakerName, sageMakerNameText } from '../../contract/sageMakerName';
import type { SchemaRef } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';

/** Refuses names that would lead to other keys of a store. */
export function refuseNames({ endpoint, schema }: SchemaRef): void {
  if (!sageMakerName.test(endpoint)) {
    throw new UserError(`'${endpoint}' is no name of an endpoint: one ${sageMakerNameText}`);
  }
  if (!/^v[1-9]\d*$/.test(schema)) {
    throw new UserError(`'${schema}' is no version of a schema: one is 'v' and a number, such as v1`);
  }
}
