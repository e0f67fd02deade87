import type { Severity } from '../../contract/alarmNames';
import type { Digest } from '../../incidents/digest/digest';
import { type Markup, markup } from '../html/markup';
import { formatInstant } from '../text/formats';
import { type DigestLine, digestSections, digestSentence, digestSubject } from './digestSections';

/**
 * Colors of the severities, on white. Mail programs drop style sheets, variables and dark schemes, so each element has its
 * style.
 */
const severityColors = { critical: '#ad3e00', warning: '#7a5200', info: '#555f69' } as const satisfies Record<
  Severity,
  string
>;

const cell = 'padding:8px 12px;border-top:1px solid #dcdad5;vertical-align:top;overflow-wrap:anywhere';

/** A digest as the HTML of a mail. It loads nothing and has no links: texts from data stay texts. */
export function digestMail(digest: Digest): string {
  const { stack, owner, from, to } = digest;
  const sections = digestSections(digest).map(
    ({ title, lines, more }) =>
      markup`<h2 style="font-size:17px;margin:24px 0 6px">${title}</h2><table role="presentation" cellspacing="0" cellpadding="0" style="width:100%;border-collapse:collapse">${lines.map(row)}</table>${
        more > 0 ? markup`<p style="margin:6px 0;color:#555f69">and ${more} more</p>` : undefined
      }`,
  );
  const about = owner === undefined ? `stack ${stack}` : `endpoints of ${owner}, stack ${stack}`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${digestSubject(digest)}</title>
</head>
<body style="margin:0;background:#fbfaf8;color:#1d2329;font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
<div style="max-width:720px;margin:0 auto;padding:20px">
<p style="margin:0;color:#555f69;font-size:13px">Monitoring of ${about} · ${formatInstant(from)} to ${formatInstant(to)} UTC</p>
<h1 style="font-size:22px;line-height:1.3;margin:6px 0 12px">${capitalized(digestSentence(digest))}</h1>
${sections}
<p style="margin:28px 0 0;color:#555f69;font-size:13px">Documents: <code>model-observability incident show &lt;id&gt; --store &lt;store&gt;</code></p>
</div>
</body>
</html>
`.text;
}

function row({ about, severity, text }: DigestLine): Markup {
  const label =
    severity &&
    markup`<br><span style="color:${severityColors[severity]};font-size:13px;font-weight:600">${severity}</span>`;
  return markup`<tr><td style="${cell};width:38%"><strong>${about}</strong>${label}</td><td style="${cell}">${text}</td></tr>`;
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
