import { once } from 'node:events';
import { connect } from 'node:net';
import {
  AccessLogRow,
  CALL_HEADER,
  decidingPolicy,
  readAccessLog,
  shadowAnswer,
} from './accessLog';
import { CallResult } from './types';
import { waitFor } from './waitFor';

const TIMEOUT_MS = 5_000;
// Envoy writes its log every 50 ms, see Proxy.
const LOG_MS = 2_000;

export type CallTarget = {
  /** Unique; the row of the access log is found by it. */
  id: string;
  /** Port of the outbound at the caller's Envoy. */
  port: number;
  /** Port of the inbound at the destination's Envoy. */
  inboundPort: number;
  /** What the right application answers. */
  expected: string;
  accessLog: string;
  /** Count of calls that the destination's permissions have refused. */
  denials: () => Promise<number>;
};

function fromRow(row: AccessLogRow | undefined): Partial<CallResult> {
  return row
    ? {
        decidedBy: decidingPolicy(row),
        sourceUriSans: row.peer ? row.peer.split(',') : [],
        shadow: shadowAnswer(row),
      }
    : {};
}

async function answerToHttp(target: CallTarget) {
  try {
    const response = await fetch(`http://127.0.0.1:${target.port}/`, {
      headers: { [CALL_HEADER]: target.id },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: undefined, text: (error as Error).message };
  }
}

/** An HTTP request. A refusal by a TrafficPermission is a 503 at the caller. */
export async function callHttp(target: CallTarget): Promise<CallResult> {
  const denialsBefore = await target.denials();
  const { status, text } = await answerToHttp(target);
  const detail = `${status} ${text.slice(0, 200)}`;

  const allowed = status === 200 && text === target.expected;
  if (allowed || (status === 403 && text.includes('RBAC: access denied'))) {
    const row = await waitFor(
      `the log of call ${target.id}`,
      async () =>
        readAccessLog(target.accessLog).find(({ call }) => call === target.id),
      { timeoutMs: LOG_MS, everyMs: 20 },
    );
    const verdict = allowed ? 'allow' : 'deny';
    return { verdict, httpStatus: status, detail, ...fromRow(row) };
  }

  const refused = status === 503 && (await target.denials()) > denialsBefore;
  return { verdict: refused ? 'deny' : 'failed', httpStatus: status, detail };
}

async function answerToTcp(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('timeout')));
  let text = '';
  socket.on('data', data => {
    text += data;
  });
  try {
    await once(socket, 'connect');
    socket.write('who is there?\n');
    await once(socket, 'end');
  } catch (error) {
    return `${text}${(error as Error).message}`;
  } finally {
    socket.destroy();
  }
  return text;
}

/**
 * A TCP connection. A refused one is accepted and closed without a word, so
 * the destination's own counter has to say that it was the permissions.
 */
export async function callTcp(target: CallTarget): Promise<CallResult> {
  const rowsOfInbound = () =>
    readAccessLog(target.accessLog).filter(
      ({ port }) => port === target.inboundPort,
    );
  const rowsBefore = rowsOfInbound().length;
  const denialsBefore = await target.denials();
  const text = await answerToTcp(target.port);
  const detail = `tcp ${text || 'closed without an answer'}`;

  const allowed = text === target.expected;
  if (!allowed && (await target.denials()) <= denialsBefore) {
    return { verdict: 'failed', detail };
  }
  // Calls come one after the other, so the newest row is of this call.
  const row = await waitFor(
    `the log of a connection to ${target.expected}`,
    async () => rowsOfInbound().slice(rowsBefore).at(-1),
    { timeoutMs: LOG_MS, everyMs: 20 },
  ).catch(() => undefined);
  return { verdict: allowed ? 'allow' : 'deny', detail, ...fromRow(row) };
}
