/**
 * JSON Schemas of the bodies that destinations accept, written from their public documentation: what this project sends, with
 * the limits that they name.
 */

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const address = { type: 'string', pattern: '^https://' };
const exactly = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const plainText = (maxLength: number) =>
  exactly({ type: { const: 'plain_text' }, text: text(maxLength), emoji: { const: false } });
const textRun = exactly(
  { type: { const: 'TextRun' }, text: text(4_000), weight: { const: 'Bolder' }, size: { const: 'Medium' } },
  ['type', 'text'],
);

/** https://developer.pagerduty.com/docs/send-change-events, without `routing_key`. */
export const pagerDutyChangeSchema = exactly({
  payload: exactly({
    summary: text(1_024),
    timestamp: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT' },
    source: text(255),
    custom_details: { type: 'object' },
  }),
  links: { type: 'array', items: exactly({ href: address, text: text(100) }) },
});

export const destinationSchemas = {
  /** https://developer.pagerduty.com/docs/send-alert-event, without `routing_key`, which the connection adds. */
  pagerDuty: {
    oneOf: [
      exactly({ event_action: { const: 'resolve' }, dedup_key: text(255), client: text(100) }),
      exactly({
        event_action: { const: 'trigger' },
        dedup_key: text(255),
        client: text(100),
        client_url: address,
        links: { type: 'array', items: exactly({ href: address, text: text(100) }) },
        payload: exactly({
          summary: text(1_024),
          source: text(255),
          severity: { enum: ['critical', 'error', 'warning', 'info'] },
          timestamp: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT' },
          component: text(255),
          group: text(255),
          class: text(255),
          custom_details: { type: 'object' },
        }),
      }),
    ],
  },
  /** https://developer.atlassian.com/cloud/jira/service-desk-ops/rest/v2/api-group-integration-events/ */
  jiraServiceManagement: {
    oneOf: [
      exactly({ source: text(100), note: text(25_000) }),
      exactly({
        message: text(130),
        alias: text(512),
        description: text(15_000),
        priority: { enum: ['P1', 'P2', 'P3', 'P4', 'P5'] },
        entity: text(512),
        source: text(100),
        tags: { type: 'array', maxItems: 20, items: text(50) },
        details: { type: 'object', additionalProperties: { type: 'string' } },
      }),
    ],
  },
  /** https://docs.slack.dev/reference/methods/chat.postMessage and https://docs.slack.dev/reference/block-kit/blocks */
  slack: exactly({
    text: { type: 'string', maxLength: 4_000, not: { pattern: '[<>]' } },
    unfurl_links: { const: false },
    unfurl_media: { const: false },
    blocks: {
      type: 'array',
      maxItems: 50,
      items: {
        oneOf: [
          exactly({ type: { const: 'header' }, text: plainText(150) }),
          exactly({ type: { const: 'section' }, text: plainText(3_000) }),
          exactly({
            type: { const: 'actions' },
            elements: {
              type: 'array',
              minItems: 1,
              maxItems: 25,
              items: exactly({ type: { const: 'button' }, text: plainText(75), url: { ...address, maxLength: 3_000 } }),
            },
          }),
        ],
      },
    },
  }),
  /** https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using and https://adaptivecards.io/explorer */
  teams: exactly({
    type: { const: 'message' },
    attachments: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: exactly({
        contentType: { const: 'application/vnd.microsoft.card.adaptive' },
        contentUrl: { type: 'null' },
        content: exactly({
          $schema: { const: 'http://adaptivecards.io/schemas/adaptive-card.json' },
          type: { const: 'AdaptiveCard' },
          version: { const: '1.4' },
          body: {
            type: 'array',
            items: exactly({ type: { const: 'RichTextBlock' }, inlines: { type: 'array', items: textRun } }),
          },
          actions: {
            type: 'array',
            items: exactly({ type: { const: 'Action.OpenUrl' }, title: text(100), url: address }),
          },
        }),
      }),
    },
  }),
  /** Subject and text, before the subject is shortened. */
  email: exactly({ subject: text(500), text: text(20_000) }),
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
  alarm: exactly({
    AlarmName: text(255),
    AlarmDescription: text(3_000),
    Incident: text(100),
    NewStateValue: { enum: ['ALARM', 'OK'] },
    OldStateValue: { enum: ['ALARM', 'OK'] },
    NewStateReason: text(4_000),
    StateChangeTime: { type: 'string', pattern: '\\+0000$' },
    Trigger: exactly({
      MetricName: text(255),
      Namespace: text(255),
      Dimensions: { type: 'array', items: exactly({ name: text(255), value: text(1_024) }) },
    }),
  }),
} as const;
