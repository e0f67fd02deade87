import type { Principal } from './principals';

/** Answers about what principals hold: each is found once for all of a stack with the same statements and boundary. */
export class HoldingAnswers<K, T extends object> {
  private readonly asked = new WeakMap<Principal['statements'], Map<Principal['boundary'], Map<K, T>>>();

  of({ statements, boundary }: Principal, key: K, find: () => T): T {
    const ofStatements: Map<Principal['boundary'], Map<K, T>> = this.asked.get(statements) ?? new Map();
    this.asked.set(statements, ofStatements);
    const answers = ofStatements.get(boundary) ?? new Map<K, T>();
    ofStatements.set(boundary, answers);
    const known = answers.get(key);
    if (known) return known;
    const found = find();
    answers.set(key, found);
    return found;
  }
}
