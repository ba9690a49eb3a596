import {
  DagIdentity,
  PermittedFacet,
  ServicePort,
  SourceStatus,
  utcMinute,
  Verdict,
  VerdictOutcome,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync/InventoryReader';
import { MeshJudge } from '../facts/GraphFacts';

/** Worst first: what we cannot tell must not hide behind what we can. */
const WORST: VerdictOutcome[] = ['unknown', 'deny', 'not-enforced', 'allow'];

export type PermittedQuestion = {
  /** All identities of the DAG, in any mesh. */
  identities: DagIdentity[];
  service: ServiceFact;
  /** Ports that matter; all of the service when absent. */
  ports?: number[];
  judge?: MeshJudge;
  /** The control plane that decides. */
  source?: SourceStatus;
};

/** What the mesh lets a DAG do at a service: the worst over its identities and the ports. */
export function permittedFacet(question: PermittedQuestion): PermittedFacet {
  const { service, judge, source } = question;
  const at = `${service.controlPlane}/${service.mesh}`;
  if (!judge) {
    return unknown(
      `Mesh ${at} was never read${source?.error ? `: ${source.error}` : ''}.`,
    );
  }
  const facet = evaluate(question, judge);
  if (source && source.state !== 'ok') {
    return {
      ...facet,
      outcome: 'unknown',
      reason: `Control plane ${source.name} has not answered${
        source.lastSuccess ? ` since ${utcMinute(source.lastSuccess)}` : ''
      }. Last known: ${facet.reason}`,
    };
  }
  return facet;
}

function evaluate(
  question: PermittedQuestion,
  judge: MeshJudge,
): PermittedFacet {
  const { service } = question;
  const inMesh = question.identities.filter(
    identity =>
      identity.controlPlane === service.controlPlane &&
      identity.mesh === service.mesh &&
      identity.uriSans.length > 0,
  );
  // Without a certificate a call still passes where the mesh decides nothing.
  const callers = inMesh.length ? inMesh : [{ uriSans: [] }];
  const ports = portsOf(service, question.ports).map(port => {
    const answers = callers.map(caller =>
      judge.evaluateService(
        { uriSans: caller.uriSans },
        { kind: service.kind, name: service.name, port: port?.port },
      ),
    );
    const worst = answers.reduce((a, b) =>
      rank(b.verdict) < rank(a.verdict) ? b : a,
    );
    return {
      port: port?.port ?? 0,
      portName: port?.name,
      verdict: worst.verdict,
      agree: answers.every(answer => answer.agree),
    };
  });
  const worst = ports.reduce((a, b) =>
    rank(b.verdict) < rank(a.verdict) ? b : a,
  );
  if (!inMesh.length && worst.verdict.enforced !== 'not-enforced') {
    return unknown(noIdentity(question));
  }
  return {
    outcome: worst.verdict.enforced,
    reason: reasonOf(worst, ports.length),
    ports: ports.filter(port => port.port > 0),
    asIntended: ports.every(
      ({ verdict }) => verdict.intended === verdict.enforced,
    ),
  };
}

function portsOf(
  service: ServiceFact,
  wanted?: number[],
): (ServicePort | undefined)[] {
  const known = wanted
    ? service.ports.filter(port => wanted.includes(port.port))
    : service.ports;
  // No ports known: the evaluator then looks at all inbounds of the service.
  return known.length ? known : [undefined];
}

function reasonOf(
  worst: PermittedFacet['ports'][number],
  ports: number,
): string {
  const { verdict, agree, port, portName } = worst;
  const where = ports > 1 && port ? `Port ${portName ?? port}: ` : '';
  const split = agree
    ? ''
    : ' Proxies behind it disagree; this is the worst of them.';
  const meant =
    verdict.intended === verdict.enforced
      ? ''
      : ` What is written means ${verdict.intended}.`;
  return `${where}${verdict.reason}${meant}${split}`;
}

function noIdentity({ identities, service }: PermittedQuestion): string {
  const inMesh = identities.filter(
    identity =>
      identity.controlPlane === service.controlPlane &&
      identity.mesh === service.mesh,
  );
  if (inMesh.length) return inMesh.map(({ reason }) => reason).join(' ');
  const elsewhere = identities.filter(({ mesh }) => mesh);
  if (elsewhere.length) {
    const meshes = elsewhere.map(
      identity => `${identity.controlPlane}/${identity.mesh}`,
    );
    return `The DAG has an identity in ${meshes.join(', ')} only, none in ${
      service.controlPlane
    }/${service.mesh}.`;
  }
  return (
    identities[0]?.reason ??
    'No rule in airflowKuma.identities says as what this DAG runs.'
  );
}

function unknown(reason: string): PermittedFacet {
  return { outcome: 'unknown', reason, ports: [], asIntended: true };
}

function rank(verdict: Verdict): number {
  return WORST.indexOf(verdict.enforced);
}
