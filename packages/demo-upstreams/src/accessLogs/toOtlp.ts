import { kri } from '../kuma/format';
import { FlowVerdict, TrafficFlow } from '../prometheus/types';

/** A call as the destination's Envoy logs it. */
export type LoggedCall = {
  flow: TrafficFlow;
  verdict: FlowVerdict;
  /** Milliseconds since the epoch. */
  at: number;
};

/**
 * An OTLP/HTTP logs request in JSON, as an OpenTelemetry collector sends it for
 * Kuma's MeshAccessLog with the attributes that our docs have people configure.
 */
export function toOtlp(calls: LoggedCall[]): unknown {
  return {
    resourceLogs: calls.flatMap(({ flow, verdict, at }) =>
      flow.destination
        ? [
            {
              resource: {
                attributes: attributes({
                  'kuma.mesh': flow.mesh,
                  'kuma.zone': 'zone-1',
                  'kuma.workload': kri('wl', {
                    mesh: flow.mesh,
                    zone: 'zone-1',
                    name: flow.destination.workload,
                  }),
                }),
              },
              scopeLogs: [
                {
                  logRecords: [
                    {
                      timeUnixNano: `${at}000000`,
                      attributes: attributes({
                        caller_san: verdict.callerSans.join(','),
                        response_details: details(verdict),
                        duration_ms: String(
                          verdict.isDenied ? 0 : flow.latency ?? 5,
                        ),
                        direction: 'INBOUND',
                        destination_service: flow.destination.workload,
                      }),
                    },
                  ],
                },
              ],
            },
          ]
        : [],
    ),
  };
}

/** What Envoy writes for a call that passed or did not (recorded: accesslog-sample.json). */
function details(verdict: FlowVerdict): string {
  return verdict.isDenied
    ? `rbac_access_denied_matched_policy[${verdict.policy ?? 'default'}]`
    : 'via_upstream';
}

function attributes(values: Record<string, string>): unknown[] {
  return Object.entries(values).map(([key, stringValue]) => ({
    key,
    value: { stringValue },
  }));
}
