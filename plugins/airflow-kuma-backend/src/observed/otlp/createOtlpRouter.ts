import { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import express, { Request, Response, Router as ExpressRouter } from 'express';
import { readsQuery, strictRouter } from '../../http/strictRouter';
import { CallIntake, IntakeResult } from '../logs/CallIntake';
import { OtlpEncoding, readLogs } from './readLogs';
import { exportResponse } from './schema';

/** Of a request, unpacked: a collector's batches are well below. */
const BODY_LIMIT = '8mb';
const RETRY_AFTER_SECONDS = '5';

const ENCODINGS: Record<string, OtlpEncoding> = {
  'application/json': 'json',
  'application/x-protobuf': 'protobuf',
};

/**
 * `POST /otlp/v1/logs`: OTLP/HTTP for access logs. Needs a service token;
 * refuses politely past its bounds, as the OTLP specification has it.
 */
export function createOtlpRouter(options: {
  intake: CallIntake;
  httpAuth: HttpAuthService;
  /** Names of the control planes in config. */
  controlPlanes: string[];
}): ExpressRouter {
  const { intake, httpAuth, controlPlanes } = options;
  const router = strictRouter();
  const readBody = express.raw({
    type: Object.keys(ENCODINGS),
    limit: BODY_LIMIT,
  });

  // Who asks is known before a body is read.
  router.use('/otlp', async (request, _response, next) => {
    await httpAuth.credentials(request, { allow: ['service'] });
    next();
  });

  router.post('/otlp/v1/logs', readsQuery, readBody, async (request, response) => {
    const encoding = encodingOf(request);
    if (intake.isBusy) {
      response.set('Retry-After', RETRY_AFTER_SECONDS).status(429).end();
      return;
    }
    const controlPlane = controlPlaneOf(request, controlPlanes);
    const records = readLogs(request.body, encoding);
    answer(response, encoding, intake.take(controlPlane, records));
  });

  return router;
}

function encodingOf(request: Request): OtlpEncoding {
  const type = request.is(Object.keys(ENCODINGS));
  if (!type || !Buffer.isBuffer(request.body)) {
    throw new InputError(
      `Send OTLP logs as ${Object.keys(ENCODINGS).join(' or ')}`,
    );
  }
  return ENCODINGS[type];
}

/** Logs name their mesh, never their control plane: the sender must. */
function controlPlaneOf(request: Request, known: string[]): string {
  const { controlPlane: wanted, ...unknown } = request.query;
  if (Object.keys(unknown).length > 0) {
    throw new InputError(
      `Not known, beside ?controlPlane=: ${Object.keys(unknown).join(', ')}`,
    );
  }
  if (wanted === undefined && known.length === 1) return known[0];
  if (typeof wanted === 'string' && known.includes(wanted)) return wanted;
  throw new InputError(
    `Add ?controlPlane= with the name of a control plane from airflowKuma.kuma.controlPlanes (${known.join(
      ', ',
    )})`,
  );
}

function answer(
  response: Response,
  encoding: OtlpEncoding,
  { rejected, message }: IntakeResult,
) {
  const body = message
    ? {
        partialSuccess: {
          rejectedLogRecords: encoding === 'json' ? `${rejected}` : rejected,
          errorMessage: message,
        },
      }
    : {};
  if (encoding === 'json') {
    response.json(body);
    return;
  }
  response
    .type('application/x-protobuf')
    .send(
      Buffer.from(
        exportResponse.encode(exportResponse.fromObject(body)).finish(),
      ),
    );
}
