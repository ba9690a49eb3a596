import { TrafficFlow } from '../prometheus/types';
import { LoggedCall, toOtlp } from './toOtlp';

const interval = 10_000;
const hour = 60 * 60_000;
/** Calls of one flow in one shipment at most; logs are samples here. */
const mostPerFlow = 25;
const hoursOfHistory = 24;

/** @public */
export type AccessLogShipper = { stop(): void };

/**
 * Stands in for an OpenTelemetry collector: sends access logs of the flows to
 * an OTLP/HTTP endpoint, at first some of the day before. An endpoint that is
 * not there yet is tried again, without a word for every attempt.
 * @public
 */
export function shipAccessLogs(options: {
  flows: TrafficFlow[];
  /** Full URL of the logs endpoint. */
  url: string;
  token: string;
  /** Told when the endpoint begins or ceases to take logs. */
  report: (message: string) => void;
}): AccessLogShipper {
  const { flows, url, token, report } = options;
  let last: number | undefined;
  let isTaken: boolean | undefined;

  const ship = async () => {
    const now = Date.now();
    const calls = last === undefined ? history(flows, now) : [];
    calls.push(...callsBetween(flows, last ?? now - interval, now));
    const problem = await send(url, token, calls);
    if (problem === undefined) last = now;
    if (isTaken !== (problem === undefined)) {
      isTaken = problem === undefined;
      report(
        isTaken
          ? `access logs go to ${url}`
          : `access logs wait for ${url}: ${problem}`,
      );
    }
  };
  const timer = setInterval(ship, interval);
  ship();
  return { stop: () => clearInterval(timer) };
}

/** Calls of flows that would be logged: the inbound of a refused TrafficPermission logs nothing. */
export function callsBetween(
  flows: TrafficFlow[],
  from: number,
  to: number,
): LoggedCall[] {
  return logged(flows).flatMap(({ flow, verdict }) => {
    // Whole calls since the start of time, so that slow flows get theirs too.
    const seconds = (milliseconds: number) => milliseconds / 1000;
    const count =
      Math.floor(seconds(to) * flow.rate) -
      Math.floor(seconds(from) * flow.rate);
    const sample = Math.min(count, mostPerFlow);
    return Array.from({ length: sample }, (_, index) => ({
      flow,
      verdict,
      at: Math.floor(from + ((to - from) * (index + 0.5)) / sample),
    }));
  });
}

function history(flows: TrafficFlow[], now: number): LoggedCall[] {
  return Array.from({ length: hoursOfHistory }, (_, index) =>
    logged(flows).map(each => ({
      ...each,
      at: now - (index + 0.5) * hour,
    })),
  ).flat();
}

function logged(flows: TrafficFlow[]) {
  return flows
    .map(flow => ({ flow, verdict: flow.verdict() }))
    .filter(
      ({ flow, verdict }) =>
        flow.destination && !(verdict.isDenied && flow.deniedStatus === 503),
    );
}

async function send(
  url: string,
  token: string,
  calls: LoggedCall[],
): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify(toOtlp(calls)),
      signal: AbortSignal.timeout(interval),
    });
    await response.arrayBuffer();
    return response.ok ? undefined : `status ${response.status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
