import { type Kind, kindFacts, kindNames, withoutCounterpart } from './accuracyKinds';
import type { AccuracySummary } from './accuracySummary';
import type { Adjudication } from './adjudications';
import type { Agreement } from './agreement';
import { type LabelTable, labellers, type Peer, peers } from './labelTable';

/** The comparison as Markdown: figures first, then every difference, with its verdict if it has one. */
export function accuracyReport(
  summary: AccuracySummary,
  table: LabelTable,
  adjudications: readonly Adjudication[],
): string {
  const { date, versions, documents } = summary;
  return [
    '# The policy pack beside cloudsplaining and parliament',
    '',
    `${documents} of AWS's managed policies (moto ${versions.moto}), ${date}. cloudsplaining ${versions.cloudsplaining}, ` +
      `parliament ${versions.parliament}, the pack with the action table of ${versions.actionTable}.`,
    '',
    '## Findings by tool',
    '',
    ...markdownTable(
      ['kind', 'pack', 'cloudsplaining', 'parliament'],
      kindNames.map((kind) => [kind, ...labellers.map((labeller) => findingCountText(summary, kind, labeller))]),
    ),
    '',
    ...peers.flatMap((peer) => [
      `## The pack beside ${peer}`,
      '',
      'Misses: only the peer reports it. Extras: only the pack reports it.',
      '',
      ...agreementTable(
        peer === 'parliament' ? summary.agreement.ownAndParliament : summary.agreement.ownAndCloudsplaining,
        peer,
      ),
      '',
    ]),
    '## cloudsplaining beside parliament',
    '',
    'Misses: only parliament reports it. Extras: only cloudsplaining reports it.',
    '',
    ...agreementTable(summary.agreement.peers, 'cloudsplaining', 'parliament'),
    '',
    '## Adjudicated differences',
    '',
    ...markdownTable(
      ['kind', 'by', 'found', 'false alarms', 'missed', 'rightly silent', 'undecided', 'precision', 'recall'],
      kindNames.flatMap((kind) => labellers.map((labeller) => scoreRow(summary, kind, labeller))),
    ),
    '',
    '## With the account spelled out',
    '',
    ...markdownTable(
      ['kind', 'as published', 'rewritten'],
      kindNames.map((kind) => [
        kind,
        ...[summary.adjudications.scores.own[kind], summary.adjudications.rewritten[kind]].map(
          ({ precision, recall }) => `${precision?.toFixed(2) ?? 'none'} / ${recall?.toFixed(2) ?? 'none'}`,
        ),
      ]),
    ),
    '',
    '## Without a counterpart',
    '',
    ...Object.entries(withoutCounterpart).map(([who, what]) => `- ${who}: ${what.join('; ')}`),
    '',
    ...kindNames.flatMap((kind) => differencesOf(kind, table, adjudications)),
  ].join('\n');
}

function findingCountText({ said }: AccuracySummary, kind: Kind, labeller: 'own' | Peer): string {
  const has = labeller === 'own' || kindFacts(kind)[labeller].length > 0;
  return has ? String(said[kind][labeller]) : 'no such kind';
}

function agreementTable(agreement: Readonly<Record<Kind, Agreement>>, ...compared: readonly Peer[]): string[] {
  const shared = kindNames.filter((kind) => compared.every((peer) => kindFacts(kind)[peer].length > 0));
  return markdownTable(
    ['kind', 'both', 'misses', 'extras', 'neither', 'not judged', 'kappa'],
    shared.map((kind) => {
      const { both, misses, extras, neither, notJudged, kappa } = agreement[kind];
      return [kind, ...[both, misses, extras, neither, notJudged].map(String), kappa?.toFixed(2) ?? 'none'];
    }),
  );
}

function scoreRow({ adjudications }: AccuracySummary, kind: Kind, labeller: 'own' | Peer): string[] {
  const score = adjudications.scores[labeller][kind];
  const counts = [score.found, score.falseAlarms, score.missed, score.rightlySilent, score.undecided];
  return [
    kind,
    labeller === 'own' ? 'pack' : labeller,
    ...counts.map(String),
    shareText(score.precision),
    shareText(score.recall),
  ];
}

/** `0.93`, or `none` of nothing. */
function shareText(share: number | undefined): string {
  return share === undefined ? 'none' : share.toFixed(2);
}

function differencesOf(kind: Kind, table: LabelTable, adjudications: readonly Adjudication[]): string[] {
  const verdicts = new Map(
    adjudications.filter((verdict) => verdict.kind === kind).map((verdict) => [verdict.document, verdict]),
  );
  return peers
    .filter((peer) => kindFacts(kind)[peer].length > 0)
    .flatMap((peer) =>
      (['ny', 'yn'] as const).flatMap((difference) => {
        const names = [...table].flatMap(([document, { [kind]: labels }]) =>
          `${labels.own}${labels[peer]}` === difference ? [document] : [],
        );
        const title = difference === 'ny' ? `${kind}: ${peer} alone` : `${kind}: not ${peer}`;
        if (names.length === 0) return [];
        return [
          `## ${title} (${names.length})`,
          '',
          ...names.map((name) => `- ${name}${verdictText(verdicts.get(name))}`),
          '',
        ];
      }),
    );
}

function verdictText(adjudication: Adjudication | undefined): string {
  return adjudication === undefined ? '' : `: ${adjudication.verdict}. ${adjudication.why}`;
}

function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}
