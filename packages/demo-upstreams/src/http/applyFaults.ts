import { setTimeout as sleep } from 'node:timers/promises';
import { Request, Response } from 'express';
import { Fault } from './Faults';
import { distortionOf, reply } from './reply';
import {
  counted,
  missingField,
  NAN,
  notANumber,
  unknownEnums,
} from './reshape';

/**
 * Lets faults strike a request. Resolves to `true` when the request is done
 * with, so that no route answers it.
 */
export async function applyFaults(
  request: Request,
  response: Response,
  faults: Fault[],
  restart: (downMilliseconds: number) => void,
): Promise<boolean> {
  for (const fault of faults) {
    if (await applyFault(request, response, fault, restart)) return true;
  }
  return false;
}

async function applyFault(
  request: Request,
  response: Response,
  fault: Fault,
  restart: (downMilliseconds: number) => void,
): Promise<boolean> {
  const distortion = distortionOf(response);
  switch (fault.kind) {
    case 'latency':
      await sleep(fault.milliseconds);
      return request.socket.destroyed;
    case 'status':
      reply(response, {
        status: fault.status,
        body: fault.body ?? { detail: `demo fault ${fault.status}` },
        headers:
          fault.retryAfterSeconds === undefined
            ? undefined
            : { 'retry-after': String(fault.retryAfterSeconds) },
      });
      return true;
    case 'garbage-json':
      reply(response, { body: '{"dags": [{"dag_id": "broken", \u0000<<<' });
      return true;
    case 'garbage':
      reply(response, { body: '#'.repeat(fault.bytes) });
      return true;
    case 'html-page':
      reply(response, {
        body: '<!DOCTYPE html><html><body><h1>Upstream is being maintained</h1></body></html>',
        contentType: 'text/html; charset=utf-8',
      });
      return true;
    case 'reset':
      request.socket.resetAndDestroy();
      return true;
    case 'restart':
      restart(fault.downMilliseconds);
      request.socket.resetAndDestroy();
      return true;
    case 'truncated':
      distortion.truncate = true;
      return false;
    case 'half-missing':
      distortion.listView = items => items.slice(0, items.length >> 1);
      return false;
    case 'shrinking':
      if (isLaterPage(request)) {
        distortion.listView = items => items.slice(fault.by);
      }
      return false;
    case 'unknown-enums':
      distortion.reshape = unknownEnums;
      return false;
    case 'missing-field':
      distortion.reshape = body => missingField(body, fault.field, fault.at);
      return false;
    case 'count':
      distortion.reshape = body => counted(body, fault.total);
      return false;
    case 'nan':
      distortion.reshape = body => notANumber(body);
      distortion.rewrite = text => text.replaceAll(`"${NAN}"`, 'NaN');
      return false;
    case 'clock':
      response.setHeader(
        'date',
        new Date(Date.now() + fault.milliseconds).toUTCString(),
      );
      return false;
    default:
      throw new Error(`Unknown fault ${JSON.stringify(fault)}`);
  }
}

function isLaterPage(request: Request): boolean {
  return Number(request.query.offset ?? 0) > 0 || Boolean(request.query.cursor);
}
