import type { CloudTrailRecord } from '../../contract/cloudTrailRecord';
import { shortenText } from '../../contract/shortenText';
import { removed, settingsOf } from './callSettings';
import type { DeployedSetting } from './deployedSettings';
import { type DocumentPart, partsOf } from './documentParts';

/** A setting that a call sets, with the value before it where the deployment or an earlier record shows it. */
export interface ValueChange {
  /** Such as `threshold`. */
  readonly setting: string;
  /** At most 200 characters, like `after`. */
  readonly before?: string;
  readonly after: string;
  /** Parts of a document or list, such as statements of a policy, that the call removed; undefined without a value before. */
  readonly lost?: readonly string[];
  /** Parts that it added; all of them without a value before. */
  readonly gained?: readonly string[];
}

const longest = 200;

/**
 * Remembers the settings that the deployment and succeeded calls made, to show the values before a change. Feed it in order
 * of time.
 */
export class ValueHistory {
  private readonly values = new Map<string, unknown>();
  private readonly deployed: ReadonlyMap<string, DeployedSetting>;

  constructor(deployed: readonly DeployedSetting[] = []) {
    this.deployed = new Map(
      deployed.map((setting) => [settingKey(setting.source, setting.name, setting.setting[0]), setting]),
    );
  }

  /** The settings that a call changes on the named resources, as far as known; a refused call is not remembered. */
  changes(record: CloudTrailRecord, names: readonly string[]): ValueChange[] {
    const place = `${record.recipientAccountId ?? ''}/${record.awsRegion}`;
    const changes = settingsOf(record).map(([setting, after]) => {
      const keys = names.map((name) => settingKey(record.eventSource, name, setting));
      const known = keys.map((key) => this.values.get(`${place}/${key}`) ?? this.deployedValue(key, record.eventTime));
      const isOne = new Set(known.map(textOf)).size === 1;
      if (record.errorCode === undefined) for (const key of keys) this.values.set(`${place}/${key}`, after);
      return describeChange(setting, isOne ? known[0] : undefined, after);
    });
    return changes.filter((change) => change !== undefined);
  }

  private deployedValue(key: string, at: string): unknown {
    const { setting, since } = this.deployed.get(key) ?? {};
    return since !== undefined && Date.parse(since) > Date.parse(at) ? undefined : setting?.[1];
  }
}

function settingKey(source: string, name: string, setting: string): string {
  return `${source}/${shortName(name)}/${setting}`;
}

/** The last part of an ARN or address: calls name a resource by it or by its name. */
function shortName(name: string): string {
  return /^(arn:|https?:)/.test(name) ? (name.split(/[:/]/).at(-1) ?? name) : name;
}

/** What a call changed; undefined if the value was the same before. */
function describeChange(setting: string, before: unknown, after: unknown): ValueChange | undefined {
  const texts = { setting, ...(before === undefined ? {} : { before: shorten(before) }), after: shorten(after) };
  const [old, parts] = [partsOf(before), after === removed ? [] : partsOf(after)];
  if (old === undefined || parts === undefined) {
    if (before !== undefined && textOf(before) === textOf(after)) return undefined;
    return parts === undefined || after === removed ? texts : { ...texts, gained: parts.map(({ text }) => text) };
  }
  const [lost, gained] = [missingIn(old, parts), missingIn(parts, old)];
  return lost.length + gained.length === 0 ? undefined : { ...texts, lost, gained };
}

function missingIn(parts: readonly DocumentPart[], others: readonly DocumentPart[]): string[] {
  const keys = new Set(others.map(({ key }) => key));
  return parts.filter(({ key }) => !keys.has(key)).map(({ text }) => text);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function shorten(value: unknown): string {
  const isEmpty = value === '' || (Array.isArray(value) && value.length === 0);
  return isEmpty ? removed : shortenText(textOf(value), longest);
}
