import { ExplainLink } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts } from '../ExplainFacts';
import {
  checkDestinationCertificate,
  checkSourceCertificate,
} from './certificate';
import { checkBorrowed } from './borrowed';
import { checkDestinationSync, checkSourceSync } from './configSync';
import { checkGreeting } from './greeting';
import { checkIdentityReady } from './identityReady';
import { checkIdentityRule } from './identityRule';
import { checkDestinationProxy, checkSourceProxy } from './proxies';
import { checkSourceData } from './sourceData';
import { checkToldWayOut } from './toldWayOut';
import {
  checkDecidingRule,
  checkIntended,
  checkMeshEnforces,
  checkPermissive,
  checkPolicies,
} from './verdictLinks';
import { checkWayOut } from './wayOut';

/** In the order in which a person should check: the wire before the rules. */
const CHECKS: ((facts: ExplainFacts) => ExplainLink)[] = [
  checkSourceData,
  checkIdentityRule,
  checkSourceProxy,
  checkDestinationProxy,
  checkSourceSync,
  checkDestinationSync,
  checkIdentityReady,
  checkSourceCertificate,
  checkDestinationCertificate,
  checkWayOut,
  checkToldWayOut,
  checkMeshEnforces,
  checkPermissive,
  checkPolicies,
  checkDecidingRule,
  checkIntended,
  checkBorrowed,
  checkGreeting,
];

export function buildChain(facts: ExplainFacts): ExplainLink[] {
  return CHECKS.map(check => check(facts));
}
