/** Requests that the pictures show. */
export type Story = { ended: string; extension: string };

const API = process.env.E2E_API_URL ?? 'http://localhost:7007';

const AIRFLOW = process.env.E2E_AIRFLOW_URL ?? 'http://127.0.0.1:28080';

const AUTHOR = 'demo-dag-author';
const OWNER = 'demo-service-owner';

/** Asks for access, decides, extends and revokes as people of the demo do. */
export async function prepareStory(): Promise<Story> {
  const ended = await granted(
    'consent_refresh',
    'consent',
    80,
    'The nightly refresh reads what customers agreed to.',
  );
  const live = await granted(
    'orders_etl',
    'settlement',
    9090,
    'Orders are compared with what was settled, until the new feed is there.',
  );
  const { id: extension } = await send(AUTHOR, `${live}/extend`, {
    duration: 'P1D',
  });
  await approve(extension, 'The new feed is a day late.');
  await settled(extension);
  await trigger('consent_refresh');
  // Until the run has ended and was read.
  await new Promise(resolve => setTimeout(resolve, 45_000));
  await send(AUTHOR, `${ended}/revoke`, {
    rationale: 'The refresh moved to another service.',
  });
  await ask('churn_features', 'consent', 80, 'Churn is told by consent, too.');
  return { ended, extension };
}

/** Lets a DAG run now, as a person who uses Airflow does. */
async function trigger(dag: string): Promise<void> {
  const post = async (path: string, body: object, token?: string) => {
    const response = await fetch(`${AIRFLOW}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  };
  const { access_token: token } = await post('/auth/token', {
    username: AUTHOR,
    password: 'demo',
  });
  await post(`/api/v2/dags/${dag}/dagRuns`, { logical_date: null }, token);
}

async function granted(
  dag: string,
  service: string,
  port: number,
  reason: string,
): Promise<string> {
  const id = await ask(dag, service, port, reason);
  await approve(id, 'It is theirs to read, and for a week only.');
  await settled(id);
  return id;
}

async function ask(dag: string, service: string, port: number, reason: string) {
  const { id } = await send(AUTHOR, '', {
    source: { kind: 'dag', ref: `component:default/prod-data.${dag}` },
    destination: {
      kind: 'service',
      ref: `resource:default/eu.default.${service}`,
      port,
    },
    duration: 'P7D',
    reason,
  });
  return id as string;
}

async function approve(id: string, rationale: string): Promise<void> {
  const { impactHash } = await send(OWNER, `${id}/preview`);
  await send(OWNER, `${id}/approve`, { rationale, impactHash });
}

async function settled(id: string): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    if ((await send(OWNER, id)).state === 'active') return;
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  throw new Error(`Request ${id} does not become active`);
}

async function send(person: string, path: string, body?: object) {
  const session = await fetch(`${API}/api/auth/demo/refresh`, {
    headers: {
      'x-demo-user': `user:default/${person}`,
      'x-requested-with': 'XMLHttpRequest',
    },
  });
  const { backstageIdentity } = await session.json();
  const url = `${API}/api/airflow-kuma/access/requests/${path}`;
  const response = await fetch(url.replace(/\/$/, ''), {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${backstageIdentity.token}`,
      'content-type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return response.json();
}
