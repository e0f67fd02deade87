import type { ActionFacts } from './actionFacts';

const numbers = new Map<string, number>();
const ofAction = new WeakMap<ActionFacts, number>();
const ofList = new WeakMap<readonly string[], number>();
let lists = 0;

/** A number that actions share which meet every condition alike; the action table shares lists of keys between them. */
export function actionKind(action: ActionFacts): number {
  const known = ofAction.get(action);
  if (known !== undefined) return known;
  const { name, conditionKeys, levels, resources } = action;
  const list = ofList.get(conditionKeys) ?? lists++;
  ofList.set(conditionKeys, list);
  // What federation sends is told by the action's name.
  const federation = name.startsWith('sts:') ? name : '';
  const text = [list, federation, resources.length > 0, levels.join()].join(' ');
  const kind = numbers.get(text) ?? numbers.size;
  numbers.set(text, kind);
  ofAction.set(action, kind);
  return kind;
}
