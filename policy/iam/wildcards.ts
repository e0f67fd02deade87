/** Only `*` and `?`, at least one of them `*`: matches whatever it stands for. */
function isWild(pattern: string): boolean {
  return pattern.includes('*') && /^[*?]+$/.test(pattern);
}

/** `*`, `service:*`, and other spellings of the same, such as `s3:**`. */
export function isWildAction(action: string): boolean {
  const [service = '', ...name] = action.split(':');
  return isWild(service) || (name.length > 0 && isWild(name.join(':')));
}

/**
 * `*`, or an ARN that matches every resource of a service (`arn:aws:s3:::*`, `arn:aws:sqs:eu-west-1:1234:*`), or every
 * resource of a type in every account (`arn:aws:dynamodb:*:*:table/*`).
 */
export function isWildResource(resource: string): boolean {
  if (isWild(resource)) return true;
  const [prefix, partition = '', service = '', , account = '', ...rest] = resource.split(':');
  if (prefix !== 'arn') return false;
  if (rest.length === 0) return [partition, service, account].some((part) => isWild(part));
  if (isWild(service)) return true;
  const parts = rest.join(':').split(/[/:]/);
  if (parts.every((part) => isWild(part))) return true;
  return isWild(account) && parts.slice(1).length > 0 && parts.slice(1).every((part) => isWild(part));
}
