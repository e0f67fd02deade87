import { UserError } from '../../contract/userError';

/** A variable that `npm run setup` found a value for; the npm scripts that need it run the set-up first. */
export function setUpVariable(name: 'REHEARSAL_PULUMI' | 'REHEARSAL_PYTHON'): string {
  const value = process.env[name];
  if (!value) throw new UserError(`${name} is not set; start through npm, which sets everything up: npm run setup`);
  return value;
}
