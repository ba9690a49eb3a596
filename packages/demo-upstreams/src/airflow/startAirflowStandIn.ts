import { Router } from 'express';
import { startServer } from '../http/startServer';
import { StandInOptions, StandInServer } from '../http/types';
import { AirflowState } from './AirflowState';
import { AirflowUser, AirflowVersion, DagSeed, MeshRefusal } from './types';
import { v1Routes } from './v1';
import { v2Routes } from './v2';
import { Tokens } from './v2/tokens';

/**
 * Options of an Airflow instance's stand-in.
 * @public
 */
export type AirflowStandInOptions = StandInOptions & {
  version: AirflowVersion;
  dags: DagSeed[];
  importErrors?: { file: string; stackTrace: string }[];
  /** Default one of each role, with the role's name as name and password. */
  users?: AirflowUser[];
  /** Default a day, as Airflow's. */
  tokenLifetimeSeconds?: number;
  /** Scheduled runs that each DAG has behind it; default 12. */
  history?: number;
  /** The mesh that its tasks call through; default none. */
  isRefused?: MeshRefusal;
};

/** @public */
export type AirflowStandIn = StandInServer & {
  state: AirflowState;
  /** Tokens of before are no longer known, as after a restart without a secret. */
  forgetTokens(): void;
};

const defaultUsers: AirflowUser[] = (
  ['viewer', 'user', 'op', 'admin'] as const
).map(role => ({ username: role, password: role, role }));

/**
 * Starts a stand-in for an Airflow instance: API v2 for 3.x, v1 for 2.x.
 * @public
 */
export async function startAirflowStandIn(
  options: AirflowStandInOptions,
): Promise<AirflowStandIn> {
  const now = options.now ?? Date.now;
  const state = new AirflowState({ ...options, now });
  const users = options.users ?? defaultUsers;
  const tokens = new Tokens({
    lifetimeSeconds: options.tokenLifetimeSeconds ?? 86_400,
    now,
  });
  const routes = Router();
  routes.use((_request, _response, next) => {
    state.settle();
    next();
  });
  routes.use(
    options.version === '2.11.2'
      ? v1Routes(state, users)
      : v2Routes(state, users, tokens),
  );
  const server = await startServer({
    ...options,
    routes,
    onRestart: () => tokens.rotate(),
  });
  return { ...server, state, forgetTokens: () => tokens.rotate() };
}
