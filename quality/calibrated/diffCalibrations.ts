import {
  type Calibration,
  type DistributionCheck,
  distributionChecks,
  type FaultPower,
  type FeatureCalibration,
  type ReferenceKind,
} from '../../contract/calibration';
import { valueAt } from './tails';

/** A value of the older and of the newer calibration; undefined on a side without it. */
export interface Sides<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

interface CalibratedFeature {
  readonly feature: string;
  readonly status: 'same' | 'changed' | 'added' | 'removed';
  readonly reference: Sides<ReferenceKind>;
  /** Values of the checks, in standard errors, from which a single window raises an alarm; of the checks that differ. */
  readonly limits: readonly (Sides<number> & { readonly check: DistributionCheck })[];
}

interface PowerDifference extends Pick<FaultPower, 'fault' | 'severity'> {
  /** Shares of the injections found, 0..1. */
  readonly withinTwo: Sides<number>;
  readonly withinSix: Sides<number>;
}

/** What changes between two calibrations. */
export interface CalibrationDifference {
  readonly equal: boolean;
  readonly baseline: Sides<string>;
  readonly history: Sides<Calibration['history']>;
  readonly budget: Sides<number>;
  readonly minimumRows: Sides<number>;
  readonly timeZone: Sides<string>;
  readonly limits: Sides<Calibration['limits']>;
  readonly persistence: Sides<Calibration['persistence']>;
  readonly expected: Sides<Calibration['expected']>;
  /** In the newer calibration's order; removed features at the end. */
  readonly features: readonly CalibratedFeature[];
  readonly power: readonly PowerDifference[];
}

/** Compares two calibrations of an endpoint. Features match by name. */
export function diffCalibrations(before: Calibration, after: Calibration): CalibrationDifference {
  const both = <K extends keyof Calibration>(key: K): Sides<Calibration[K]> => ({
    before: before[key],
    after: after[key],
  });
  return {
    equal: before.sha256 === after.sha256,
    baseline: both('baseline'),
    history: both('history'),
    budget: both('budget'),
    minimumRows: both('minimumRows'),
    timeZone: both('timeZone'),
    limits: both('limits'),
    persistence: both('persistence'),
    expected: both('expected'),
    features: diffFeatures(before, after),
    power: diffPower(before.power, after.power),
  };
}

function diffFeatures(before: Calibration, after: Calibration): CalibratedFeature[] {
  const [old, current] = [before, after].map(({ features }) => new Map(features.map((of) => [of.name, of])));
  const names = [...new Set([...(current?.keys() ?? []), ...(old?.keys() ?? [])])];
  return names.map((feature): CalibratedFeature => {
    const [was, is] = [old?.get(feature), current?.get(feature)];
    const reference = { before: was?.reference.kind, after: is?.reference.kind };
    const limits = distributionChecks.flatMap((check) => {
      const sides = { before: limitOf(check, was, before), after: limitOf(check, is, after) };
      return sides.before === sides.after ? [] : [{ check, ...sides }];
    });
    if (!was || !is) return { feature, status: was ? 'removed' : 'added', reference, limits };
    const isSame = reference.before === reference.after && limits.length === 0;
    return { feature, status: isSame ? 'same' : 'changed', reference, limits };
  });
}

function limitOf(
  check: DistributionCheck,
  feature: FeatureCalibration | undefined,
  { limits }: Calibration,
): number | undefined {
  const tail = feature?.checks[check]?.tail;
  return tail && valueAt(Math.exp(-limits.extreme), tail);
}

function diffPower(before: readonly FaultPower[], after: readonly FaultPower[]): PowerDifference[] {
  const keyOf = ({ fault, severity }: FaultPower) => `${fault} ${severity}`;
  const [old, current] = [before, after].map((power) => new Map(power.map((row) => [keyOf(row), row])));
  return [...new Map([...after, ...before].map((row) => [keyOf(row), row]))].map(([key, { fault, severity }]) => {
    const [was, is] = [old?.get(key), current?.get(key)];
    return {
      fault,
      severity,
      withinTwo: { before: was?.withinTwo, after: is?.withinTwo },
      withinSix: { before: was?.withinSix, after: is?.withinSix },
    };
  });
}
