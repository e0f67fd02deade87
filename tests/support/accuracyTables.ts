import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindFacts, kindNames } from '../../bench/accuracy/accuracyKinds';
import type { AccuracySummary } from '../../bench/accuracy/accuracySummary';
import { labellers } from '../../bench/accuracy/labelTable';

type Row = readonly string[];

const code = (text: string) => `\`${text}\``;

function summary(): AccuracySummary {
  return JSON.parse(readFileSync(join(__dirname, '../../bench/accuracy/summary.json'), 'utf8')) as AccuracySummary;
}

/** What makes a finding right, kind by kind. */
export function accuracyKindRows(): Row[] {
  return kindNames.map((kind) => [code(kind), kindFacts(kind).criterion]);
}

/** Documents that each labeller has a finding in, and how the pack compares with each peer. */
export function accuracyAgreementRows(): Row[] {
  const { said, agreement } = summary();
  return kindNames.map((kind) => {
    const compared = (['cloudsplaining', 'parliament'] as const).flatMap((peer) => {
      if (kindFacts(kind)[peer].length === 0) return ['no such kind'];
      const of = agreement[peer === 'parliament' ? 'ownAndParliament' : 'ownAndCloudsplaining'][kind];
      return [`${of.both} both, ${of.misses} misses, ${of.extras} extras`];
    });
    return [code(kind), String(said[kind].own), ...compared];
  });
}

/** How the peers compare with each other, where both have a kind. */
export function accuracyPeerRows(): Row[] {
  const { agreement } = summary();
  return kindNames
    .filter((kind) => kindFacts(kind).cloudsplaining.length > 0 && kindFacts(kind).parliament.length > 0)
    .map((kind) => {
      const { both, misses, extras, kappa } = agreement.peers[kind];
      return [code(kind), String(both), String(extras), String(misses), shareText(kappa)];
    });
}

/** Precision and recall on what was adjudicated; `heldOut` on what was drawn after the last change of a rule. */
export function accuracyScoreRows(part: 'scores' | 'heldOut' = 'scores'): Row[] {
  const of = summary().adjudications[part];
  return kindNames.flatMap((kind): Row[] => {
    const { found, falseAlarms, missed, rightlySilent } = of.own[kind];
    const decided = found + falseAlarms + missed + rightlySilent;
    const shares = labellers.map((labeller) => {
      if (labeller !== 'own' && kindFacts(kind)[labeller].length === 0) return 'no such kind';
      const { precision, recall } = of[labeller][kind];
      return `${shareText(precision)} / ${shareText(recall)}`;
    });
    return decided === 0 ? [] : [[code(kind), String(decided), ...shares]];
  });
}

/** Precision and recall of the pack on the adjudicated documents, as published and with the account spelled out. */
export function accuracyRewrittenRows(): Row[] {
  const { scores, rewritten } = summary().adjudications;
  return kindNames.map((kind) => [
    code(kind),
    ...[scores.own[kind], rewritten[kind]].map(
      ({ precision, recall }) => `${shareText(precision)} / ${shareText(recall)}`,
    ),
  ]);
}

function shareText(share: number | undefined): string {
  return share === undefined ? 'none' : share.toFixed(2);
}
