/** Lambda's REST calls that this project makes, as CloudTrail names them; the first match holds. */
const rows = [
  ['POST', /^\/2015-03-31\/functions\/?$/, 'CreateFunction20150331'],
  ['GET', /^\/2015-03-31\/functions\/?$/, 'ListFunctions20150331'],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)\/?$/, 'GetFunction20150331v2'],
  ['DELETE', /^\/2015-03-31\/functions\/([^/]+)\/?$/, 'DeleteFunction20150331'],
  ['PUT', /^\/2015-03-31\/functions\/([^/]+)\/code$/, 'UpdateFunctionCode20150331v2'],
  ['PUT', /^\/2015-03-31\/functions\/([^/]+)\/configuration$/, 'UpdateFunctionConfiguration20150331v2'],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)\/configuration$/, 'GetFunctionConfiguration20150331v2'],
  ['POST', /^\/2015-03-31\/functions\/([^/]+)\/policy$/, 'AddPermission20150331v2'],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)\/policy$/, 'GetPolicy20150331v2'],
  ['DELETE', /^\/2015-03-31\/functions\/([^/]+)\/policy\//, 'RemovePermission20150331v2'],
  ['POST', /^\/2015-03-31\/functions\/([^/]+)\/invocations$/, 'Invoke'],
  ['PUT', /^\/2017-10-31\/functions\/([^/]+)\/concurrency$/, 'PutFunctionConcurrency20171031'],
  ['DELETE', /^\/2017-10-31\/functions\/([^/]+)\/concurrency$/, 'DeleteFunctionConcurrency20171031'],
  ['POST', /^\/2015-03-31\/event-source-mappings\/?$/, 'CreateEventSourceMapping20150331'],
  ['GET', /^\/2015-03-31\/event-source-mappings\/?$/, 'ListEventSourceMappings20150331'],
  ['GET', /^\/2015-03-31\/event-source-mappings\/([^/]+)$/, 'GetEventSourceMapping20150331'],
  ['PUT', /^\/2015-03-31\/event-source-mappings\/([^/]+)$/, 'UpdateEventSourceMapping20150331'],
  ['DELETE', /^\/2015-03-31\/event-source-mappings\/([^/]+)$/, 'DeleteEventSourceMapping20150331'],
  ['POST', /^\/2017-03-31\/tags\/(.+)$/, 'TagResource20170331v2'],
  ['DELETE', /^\/2017-03-31\/tags\/(.+)$/, 'UntagResource20170331v2'],
  ['GET', /^\/2017-03-31\/tags\/(.+)$/, 'ListTags20170331'],
] as const;

/** Names a call to Lambda by its method and path; the path's variable part is the function's (or the mapping's) name. */
export function lambdaOperation(method: string, path: string): { name: string; target?: string } | undefined {
  for (const [verb, pattern, name] of rows) {
    const match = verb === method ? pattern.exec(path) : null;
    if (match) return { name, ...(match[1] === undefined ? {} : { target: decodeURIComponent(match[1]) }) };
  }
  return undefined;
}
