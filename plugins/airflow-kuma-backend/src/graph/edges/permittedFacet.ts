import {
  bothEnds,
  CallerWayOut,
  CallOutcome,
  DagIdentity,
  PermittedFacet,
  ServicePort,
  SourceStatus,
  utcMinute,
  Verdict,
  worstCall,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync/InventoryReader';
import { MeshJudge } from '../facts/GraphFacts';

const LACKS: Record<
  CallOutcome['decides'],
  NonNullable<PermittedFacet['lacks']>
> = { caller: 'way-out', destination: 'permission', both: 'both' };

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

/**
 * What the mesh lets a DAG do at a service: the worst over its identities and
 * the ports, with both ends of the call.
 */
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
  const callers: Caller[] = inMesh.length ? inMesh : [{ uriSans: [] }];
  const ports = portsOf(service, question.ports).map(port => {
    const answers = callers.map(caller => callAt(judge, caller, service, port));
    return {
      ...worstCall(answers),
      agree: answers.every(answer => answer.agree),
    };
  });
  const worst = worstCall(ports);
  const { outcome, decides, wayOut, verdict } = worst;
  if (!inMesh.length && verdict.enforced !== 'not-enforced') {
    return unknown(noIdentity(question));
  }
  return {
    outcome,
    reason: reasonOf(worst, ports.length),
    decides,
    ...(wayOut && { wayOut }),
    ports: ports.flatMap(({ port, portName, verdict: at, agree }) =>
      port > 0 ? [{ port, portName, verdict: at, agree }] : [],
    ),
    ...(outcome === 'deny' && { lacks: LACKS[decides] }),
    asIntended: ports.every(({ verdict: at }) => at.intended === at.enforced),
  };
}

type Caller = Pick<DagIdentity, 'uriSans'> & { proxies?: string[] };

/** A call to one port, with what each end says. */
type Call = CallOutcome & {
  port: number;
  portName?: string;
  verdict: Verdict;
  wayOut?: CallerWayOut;
  agree: boolean;
};

function callAt(
  judge: MeshJudge,
  { uriSans, proxies }: Caller,
  { kind, name }: ServiceFact,
  port: ServicePort | undefined,
): Call {
  const destination = { kind, name, port: port?.port };
  const { verdict, agree } = judge.evaluateService({ uriSans }, destination);
  const wayOut = proxies && judge.callerWayOut(proxies, destination);
  return {
    ...bothEnds(verdict.enforced, wayOut),
    port: port?.port ?? 0,
    portName: port?.name,
    verdict,
    wayOut,
    agree,
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

function reasonOf(worst: Call, ports: number): string {
  const { port, portName, decides, wayOut } = worst;
  const where = ports > 1 && port ? `Port ${portName ?? port}: ` : '';
  const caller = wayOut && wayOutInWords(wayOut);
  if (decides === 'caller') return `${where}${caller}`;
  const destination = atDestination(worst);
  return decides === 'both'
    ? `${where}${caller} And at the destination: ${destination}`
    : `${where}${destination}`;
}

function wayOutInWords({ reason, proxies, alike }: CallerWayOut): string {
  return alike < proxies
    ? `${reason} So it is for ${alike} of ${proxies} proxies, and a task can run beside any.`
    : reason;
}

function atDestination({ verdict, agree }: Call): string {
  const split = agree
    ? ''
    : ' Proxies behind it disagree; this is the worst of them.';
  const meant =
    verdict.intended === verdict.enforced
      ? ''
      : ` What is written means ${verdict.intended}.`;
  return `${verdict.reason}${meant}${split}`;
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
