import type { Held } from './held-messages.ts';
import type { Group } from './next-hops.ts';

/** Taken from the front; what was taken is dropped when so many are. */
const DROP_FROM = 256;

/** The groups that wait in memory for one next hop, in order. */
export class WaitingGroups {
  #groups: Group[] = [];
  #head = 0;

  get count(): number {
    return this.#groups.length - this.#head;
  }

  get all(): readonly Group[] {
    return this.#groups.slice(this.#head);
  }

  push(group: Group): void {
    this.#groups.push(group);
  }

  first(): Group | null {
    return this.#groups[this.#head] ?? null;
  }

  replaceFirst(group: Group): void {
    this.#groups[this.#head] = group;
  }

  shift(): Group | null {
    const group = this.#groups[this.#head];
    if (group === undefined) return null;
    this.#head += 1;
    if (this.#head === this.#groups.length || this.#head > DROP_FROM) {
      this.#groups = this.#groups.slice(this.#head);
      this.#head = 0;
    }
    return group;
  }

  /** Takes out everything, or the groups of one message. */
  withdraw(held: Held | null): readonly Group[] {
    const waiting = this.all;
    this.#head = 0;
    this.#groups = held === null ? [] : waiting.filter((group) => group.held !== held);
    return held === null ? waiting : waiting.filter((group) => group.held === held);
  }

  withdrawLast(count: number): readonly Group[] {
    return this.#groups.splice(this.#groups.length - count, count);
  }
}
