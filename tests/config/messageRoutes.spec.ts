import assert from 'node:assert/strict';
import { accepted, problemLines, stackFile } from './stackFile';

const routes = {
  pages: { kind: 'pagerDuty', owners: ['payments-ml'] },
  chat: { kind: 'slack', channel: 'C0123', severities: ['warning', 'critical', 'info'] },
};
const routeSecrets = { pages: 'hidden-1', chat: 'hidden-2' };
const withRoutes = (changes: object = {}) => ({
  ...stackFile,
  alerts: { ...stackFile.alerts, routes },
  routeSecrets,
  ...changes,
});
const encrypted = { encrypted: ['pagerUrl', 'routeSecrets'] };

describe('routes in the settings', () => {
  it('have severities by their kind, and a delivery each', () => {
    const { alerts } = accepted(withRoutes(), encrypted).settings;
    assert.deepEqual(alerts.routes, [
      { name: 'pages', kind: 'pagerDuty', severities: ['critical'], owners: ['payments-ml'] },
      { name: 'chat', kind: 'slack', severities: ['warning', 'critical', 'info'] },
    ]);
    assert.deepEqual(Object.keys(alerts.deliveries), ['pages', 'chat']);
  });

  it('page an owner once: the address of the pager is for the others', () => {
    const pagerUrl = 'https://events.example.com/x';
    const names = (changes: object) =>
      accepted(withRoutes({ pagerUrl, ...changes }), encrypted).settings.alerts.routes.map(({ name }) => name);
    assert.deepEqual(names({}), ['pages', 'chat']);
    assert.deepEqual(names({ alerts: { tickets: true }, routeSecrets: {} }), ['pager', 'tickets']);
  });

  it('are refused with one sentence each, which repeats no secret', () => {
    const lines = problemLines(
      withRoutes({
        alerts: {
          ...stackFile.alerts,
          routes: { tickets: { kind: 'teams', owners: ['nobody'] }, chat: routes.chat },
        },
        routeSecrets: { tickets: 'hidden-1', other: 'hidden-2' },
      }),
    );
    assert.deepEqual(lines, [
      "routeSecrets.chat: missing, so route chat cannot deliver; run 'pulumi config set --secret --stack dev --path routeSecrets.chat ...'",
      "routeSecrets: in plain text; replace the secrets, then run 'pulumi config set --secret --stack dev --path routeSecrets.NAME ...' for each",
      'routeSecrets.other: no route has this name; use tickets, chat',
      'alerts.routes.tickets: the name of a route of the stack; use another one',
      'routeSecrets.tickets: must be the https:// address of a workflow of Teams',
      "alerts.routes.tickets.owners.0: no endpoint has the owner 'nobody'; use payments-ml",
    ]);
  });

  it('of kind email have readers and no secret, and page nobody', () => {
    const mail = { kind: 'email', to: ['ana@example.com'], owners: ['payments-ml'] };
    const pagerUrl = 'https://events.example.com/x';
    const { alerts } = accepted(
      withRoutes({ pagerUrl, alerts: { tickets: false, routes: { mail } }, routeSecrets: {} }),
      encrypted,
    ).settings;
    assert.deepEqual(alerts.routes, [
      { name: 'pager', kind: 'alarm', severities: ['critical'] },
      { name: 'mail', kind: 'email', severities: ['critical', 'warning'], owners: ['payments-ml'] },
    ]);
    assert.deepEqual([alerts.mail, alerts.deliveries], [{ mail: ['ana@example.com'] }, {}]);
    const lines = (route: object, secrets = {}) =>
      problemLines(
        withRoutes({ alerts: { ...stackFile.alerts, routes: { mail: route } }, routeSecrets: secrets }),
        encrypted,
      );
    assert.deepEqual(lines(mail, { mail: 'x' }), ['routeSecrets.mail: not used by kind email; remove it']);
    assert.deepEqual(lines({ ...mail, to: ['ana'] }), [
      "alerts.routes.mail.to.0: invalid e-mail address 'ana': expected one such as ml-oncall@example.com",
    ]);
  });

  it('without a secret draw a warning in a preview', () => {
    const { settings, warnings } = accepted(withRoutes({ routeSecrets: {} }), { preview: true });
    assert.deepEqual(settings.alerts.deliveries, {});
    assert.equal(warnings.filter((warning) => warning.startsWith('routeSecrets.')).length, 2);
  });

  for (const [title, route, line] of [
    [
      'an unknown kind',
      { kind: 'pager' },
      'unknown kind "pager"; use pagerDuty, jiraServiceManagement, slack, teams, https or email',
    ],
    [
      'an address without TLS',
      { kind: 'https', url: 'http://example.com' },
      "invalid address 'http://example.com': expected https://...",
    ],
  ] as const) {
    it(`are refused with ${title}`, () => {
      const [problem] = problemLines(withRoutes({ alerts: { routes: { x: route } }, routeSecrets: {} }), encrypted);
      assert.ok(problem?.endsWith(line), problem);
    });
  }
});
