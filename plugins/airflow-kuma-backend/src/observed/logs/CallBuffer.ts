import { eitherMinutes, minutesOf } from './minutes';
import {
  CallAggregate,
  HOUR_MS,
  LATENCY_BOUNDS,
  latencyBucket,
  ObservedCall,
} from './ObservedCall';

/** Collects calls between two writes, in bounded memory. */
export class CallBuffer {
  readonly #maxEntries: number;
  #entries = new Map<string, CallAggregate>();

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  get isFull(): boolean {
    return this.#entries.size >= this.#maxEntries;
  }

  /** `false` where there is no room for one more kind of call. */
  add(controlPlane: string, call: ObservedCall): boolean {
    const { mesh, caller, destination, verdict, policy, at } = call;
    const hour = Math.floor(at / HOUR_MS);
    const key = JSON.stringify([
      controlPlane,
      mesh,
      caller,
      destination,
      verdict,
      policy,
      hour,
    ]);
    let entry = this.#entries.get(key);
    if (!entry) {
      if (this.isFull) return false;
      entry = {
        controlPlane,
        mesh,
        caller,
        destination,
        verdict,
        policy,
        hour,
        count: 0,
        firstSeen: at,
        lastSeen: at,
        minutes: [0, 0],
        latencies: new Array(LATENCY_BOUNDS.length + 1).fill(0),
      };
      this.#entries.set(key, entry);
    }
    entry.count += 1;
    entry.firstSeen = Math.min(entry.firstSeen, at);
    entry.lastSeen = Math.max(entry.lastSeen, at);
    entry.minutes = eitherMinutes(entry.minutes, minutesOf(at));
    if (call.milliseconds !== undefined) {
      entry.latencies[latencyBucket(call.milliseconds)] += 1;
    }
    return true;
  }

  /** Takes everything out, to be written. */
  drain(): CallAggregate[] {
    const entries = [...this.#entries.values()];
    this.#entries = new Map();
    return entries;
  }

  /** Puts back what could not be written; what came since is added to it. */
  restore(entries: CallAggregate[]) {
    const since = this.drain();
    for (const entry of entries) this.#merge(entry);
    for (const entry of since) this.#merge(entry);
  }

  #merge(entry: CallAggregate) {
    const { controlPlane, mesh, caller, destination, verdict, policy, hour } =
      entry;
    const key = JSON.stringify([
      controlPlane,
      mesh,
      caller,
      destination,
      verdict,
      policy,
      hour,
    ]);
    const known = this.#entries.get(key);
    if (!known) {
      this.#entries.set(key, entry);
      return;
    }
    known.count += entry.count;
    known.firstSeen = Math.min(known.firstSeen, entry.firstSeen);
    known.lastSeen = Math.max(known.lastSeen, entry.lastSeen);
    known.minutes = eitherMinutes(known.minutes, entry.minutes);
    entry.latencies.forEach((count, index) => {
      known.latencies[index] += count;
    });
  }
}
