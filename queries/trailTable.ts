import type { QueryTable } from './queryTable';

const identity = [
  'type:string',
  'principalid:string',
  'arn:string',
  'accountid:string',
  'invokedby:string',
  'username:string',
  'identityprovider:string',
  'onbehalfof:struct<userid:string>',
  'sessioncontext:struct<sessionissuer:struct<type:string,arn:string,username:string>,sourceidentity:string,webidfederationdata:struct<federatedprovider:string>>',
].join(',');

/**
 * The table over a trail's log files: the fields that questions need. Parameters and responses of calls are JSON texts.
 * Source: "Create the table for CloudTrail logs in Athena using partition projection" of Athena's guide.
 */
export const trailTable = {
  name: 'trail',
  description: "Records of the trail's log files.",
  columns: {
    eventversion: 'string',
    useridentity: `struct<${identity}>`,
    eventtime: 'string',
    eventsource: 'string',
    eventname: 'string',
    awsregion: 'string',
    sourceipaddress: 'string',
    useragent: 'string',
    errorcode: 'string',
    requestparameters: 'string',
    responseelements: 'string',
    eventid: 'string',
    readonly: 'string',
    resources: 'array<struct<arn:string,accountid:string,type:string>>',
    recipientaccountid: 'string',
    vpcendpointid: 'string',
    sessioncredentialfromconsole: 'string',
  },
  partitions: ['account', 'region', 'day'],
} as const satisfies QueryTable;

/** Key of a day's log files below the folder of the accounts, with Athena's placeholders. */
export const trailDayTemplate = ['account', 'CloudTrail', 'region', 'day']
  .map((part) => (part === 'CloudTrail' ? part : `\${${part}}`))
  .join('/');
