/** Message attribute of the stack's topic that selects the subscriptions of an audience; alarms do not have it. */
export const audienceAttribute = 'audience';

/** Value of the attribute for a digest: of an owner's endpoints, or of the whole stack. Each kind has a prefix of its own. */
export function digestAudienceName({ owner }: { readonly owner?: string | undefined }): string {
  return owner === undefined ? 'stack' : `owner:${owner}`;
}

/** Value of the attribute for the messages of a route. */
export const routeAudienceName = (route: string) => `route:${route}`;
