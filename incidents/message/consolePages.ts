/** Host of the AWS console in a region's partition. */
function consoleHost(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}

/** Page of an object in the S3 console. */
export function objectPage(region: string, bucket: string, key: string): string {
  const query = new URLSearchParams({ region, prefix: key });
  return `https://${consoleHost(region)}/s3/object/${bucket}?${query.toString()}`;
}

/** Page of a dashboard in the CloudWatch console. */
export function dashboardPage(region: string, dashboard: string): string {
  return `https://${consoleHost(region)}/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboard}`;
}
