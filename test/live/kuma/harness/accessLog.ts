import { existsSync, readFileSync } from 'node:fs';

/** Header that carries the id of a call into the access log. */
export const CALL_HEADER = 'x-live-call';

/** What an RBAC filter of Envoy notes about a call. */
type RbacNotes = {
  enforced_engine_result?: string;
  enforced_effective_policy_id?: string;
  shadow_engine_result?: string;
  shadow_effective_policy_id?: string;
};

/** What the destination's Envoy wrote about one call. */
export type AccessLogRow = {
  call?: string;
  port?: number;
  peer?: string;
  detail?: string;
  termination?: string;
  httpRbac?: RbacNotes;
  tcpRbac?: RbacNotes;
};

const FORMAT: Record<keyof AccessLogRow, string> = {
  call: `%REQ(${CALL_HEADER})%`,
  port: '%DOWNSTREAM_LOCAL_PORT%',
  peer: '%DOWNSTREAM_PEER_URI_SAN%',
  detail: '%RESPONSE_CODE_DETAILS%',
  termination: '%CONNECTION_TERMINATION_DETAILS%',
  httpRbac: '%DYNAMIC_METADATA(envoy.filters.http.rbac)%',
  tcpRbac: '%DYNAMIC_METADATA(envoy.filters.network.rbac)%',
};

/** The policy that makes every proxy of a mesh log its inbound calls. */
export function accessLogPolicy(mesh: string, path: string) {
  const json = Object.entries(FORMAT).map(([key, value]) => ({ key, value }));
  const backend = {
    type: 'File',
    file: { path, format: { type: 'Json', json, omitEmptyValues: false } },
  };
  return {
    type: 'MeshAccessLog',
    mesh,
    name: 'live-calls',
    spec: { rules: [{ default: { backends: [backend] } }] },
  };
}

/** All complete rows so far; what Envoy had no value for is absent. */
export function readAccessLog(path: string): AccessLogRow[] {
  if (!existsSync(path)) {
    return [];
  }
  // The last piece is empty, or a row that is still being written.
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map(line =>
    JSON.parse(line, (_key, value) => (value === null ? undefined : value)),
  );
}

/** The policy that Envoy names as the one that decided. */
export function decidingPolicy(row: AccessLogRow): string | undefined {
  const refusal = row.detail ?? row.termination ?? '';
  const notes = row.httpRbac ?? row.tcpRbac;
  return (
    /matched_policy\[(.*?)\]/.exec(refusal)?.[1] ??
    notes?.enforced_effective_policy_id
  );
}

/** What Envoy's shadow engine said, where it runs. */
export function shadowAnswer(
  row: AccessLogRow,
): { result: string; policy?: string } | undefined {
  const notes = row.httpRbac ?? row.tcpRbac;
  return notes?.shadow_engine_result === undefined
    ? undefined
    : {
        result: notes.shadow_engine_result,
        policy: notes.shadow_effective_policy_id,
      };
}
