import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import express from 'express';
import isEqual from 'lodash/isEqual';

type FakeObject = {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    uid: string;
    resourceVersion: string;
  };
  spec: unknown;
};

type Refusal = { status: number; body: object | string };

const PERMISSIONS = 'meshtrafficpermissions';
const BASE = '/apis/kuma.io/v1alpha1';
const ALL = ['get', 'list', 'watch', 'create', 'patch', 'delete'];

/**
 * A Kubernetes API server with Kuma's webhooks, as far as permissions go. What
 * it answers is worded as a real 1.34.3 with Kuma 2.14.3 answered.
 */
export class FakeKubernetes {
  /** Namespaces, and whether Kuma's webhooks see them. */
  namespaces: Record<string, boolean> = { shop: true, 'kuma-system': true };
  /** Verbs that the account has, everywhere and by namespace. */
  rights: { everywhere: string[]; in: Record<string, string[]> } = {
    everywhere: ALL,
    in: {},
  };
  readonly token = 'kubernetes-token';
  /** Answers that come instead, by method; taken away by who set them. */
  readonly instead = new Map<string, Refusal>();
  /** Labels that somebody's own webhook sets. */
  forced: Record<string, string> = {};
  /** Runs between a dry run and the write that follows. */
  beforeWrite: () => void = () => {};
  readonly requests: string[] = [];
  readonly objects = new Map<string, FakeObject>();
  private readonly managers = new Map<string, string>();
  private readonly watchers = new Set<express.Response>();
  private version = 100;
  private server?: Server;

  async start(): Promise<string> {
    this.server = createServer(this.app());
    await new Promise<void>(resolve =>
      this.server!.listen(0, '127.0.0.1', resolve),
    );
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.endWatches();
    this.server?.closeAllConnections();
    await new Promise(resolve => this.server?.close(resolve));
  }

  /** As somebody else would, with kubectl. */
  put(
    namespace: string,
    name: string,
    change: { labels?: Record<string, string>; spec?: unknown },
    manager = 'kubectl-edit',
  ): void {
    const known = this.objects.get(`${namespace}/${name}`);
    this.store(
      {
        apiVersion: 'kuma.io/v1alpha1',
        kind: 'MeshTrafficPermission',
        metadata: {
          name,
          namespace,
          labels: change.labels ?? known?.metadata.labels ?? {},
          uid: known?.metadata.uid ?? `uid-${this.version}`,
          resourceVersion: '',
        },
        spec: change.spec ?? known?.spec,
      },
      manager,
      known ? 'MODIFIED' : 'ADDED',
    );
  }

  get watching(): number {
    return this.watchers.size;
  }

  endWatches(): void {
    for (const watcher of this.watchers) watcher.end();
    this.watchers.clear();
  }

  private app(): express.Express {
    const app = express();
    app.use(express.json({ type: () => true }));
    app.use((request, response, next) => {
      this.requests.push(`${request.method} ${request.originalUrl}`);
      const instead = this.instead.get(request.method);
      if (request.headers.authorization !== `Bearer ${this.token}`) {
        refuse(response, 401, { message: 'Unauthorized' });
      } else if (instead) {
        response.status(instead.status);
        if (typeof instead.body === 'string') response.send(instead.body);
        else response.json({ kind: 'Status', ...instead.body });
      } else next();
    });
    app.post(
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      ({ body }, response) => {
        const { verb, namespace } = body.spec.resourceAttributes;
        response.status(201).json({
          ...body,
          status: { allowed: this.may(verb, namespace) },
        });
      },
    );
    app.get(`${BASE}/${PERMISSIONS}`, (request, response) => {
      const { watch, fieldSelector, labelSelector } = request.query;
      if (!this.mayOr403(response, watch ? 'watch' : 'list')) return;
      if (watch) {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.flushHeaders();
        this.watchers.add(response);
        request.on('close', () => this.watchers.delete(response));
        return;
      }
      const items = [...this.objects.values()].filter(
        ({ metadata }) =>
          (!fieldSelector ||
            `metadata.name=${metadata.name}` === fieldSelector) &&
          (!labelSelector || metadata.labels[String(labelSelector)]),
      );
      response.json({
        metadata: { resourceVersion: String(this.version) },
        items,
      });
    });
    const one = `${BASE}/namespaces/:namespace/${PERMISSIONS}/:name`;
    app.get(one, (request, response) => {
      const { namespace, name } = request.params;
      if (!this.mayOr403(response, 'get', namespace)) return;
      const known = this.objects.get(`${namespace}/${name}`);
      if (known) response.json(known);
      else notFound(response, name);
    });
    app.patch(one, (request, response) => this.apply(request, response));
    app.delete(one, (request, response) => {
      const { namespace, name } = request.params;
      if (!this.mayOr403(response, 'delete', namespace)) return;
      const known = this.objects.get(`${namespace}/${name}`);
      if (!known) {
        notFound(response, name);
        return;
      }
      const wanted = request.body?.preconditions ?? {};
      if (wanted.uid && wanted.uid !== known.metadata.uid) {
        refuse(response, 409, {
          message: `Operation cannot be fulfilled on MeshTrafficPermission.kuma.io "${name}": the UID in the precondition does not match`,
        });
        return;
      }
      this.objects.delete(`${namespace}/${name}`);
      this.tell('DELETED', known);
      response.json({ kind: 'Status', status: 'Success' });
    });
    return app;
  }

  private apply(
    request: express.Request<{ namespace: string; name: string }>,
    response: express.Response,
  ): void {
    const { namespace, name } = request.params;
    const { fieldManager, dryRun } = request.query;
    if (request.headers['content-type'] !== 'application/apply-patch+yaml') {
      refuse(response, 415, {
        message: 'the body of the request was not apply',
      });
      return;
    }
    if (!this.mayOr403(response, 'patch', namespace)) return;
    if (this.namespaces[namespace] === undefined) {
      refuse(response, 404, {
        message: `namespaces "${namespace}" not found`,
        details: { name: namespace, kind: 'namespaces' },
      });
      return;
    }
    if (!dryRun) this.beforeWrite();
    const known = this.objects.get(`${namespace}/${name}`);
    const holder = this.managers.get(`${namespace}/${name}`);
    const object = request.body as FakeObject;
    if (known && holder !== fieldManager && !isEqual(known.spec, object.spec)) {
      refuse(response, 409, {
        message: `Apply failed with 1 conflict: conflict with "${holder}": .spec.rules`,
        details: {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: `conflict with "${holder}"`,
              field: '.spec.rules',
            },
          ],
        },
      });
      return;
    }
    const answered: FakeObject = {
      ...object,
      metadata: {
        ...object.metadata,
        labels: { ...object.metadata.labels, ...this.computed(namespace) },
        uid: known?.metadata.uid ?? `uid-${this.version}`,
        resourceVersion: known?.metadata.resourceVersion ?? '',
      },
    };
    if (!dryRun)
      this.store(answered, String(fieldManager), known ? 'MODIFIED' : 'ADDED');
    response.status(known ? 200 : 201).json(answered);
  }

  /** What the webhook says, where it sees the namespace. */
  private computed(namespace: string): Record<string, string> {
    if (!this.namespaces[namespace]) return this.forced;
    return {
      'k8s.kuma.io/namespace': namespace,
      'kuma.io/env': 'kubernetes',
      'kuma.io/origin': 'zone',
      'kuma.io/policy-role':
        namespace === 'kuma-system' ? 'system' : 'workload-owner',
      'kuma.io/zone': 'zone-1',
      ...this.forced,
    };
  }

  private store(object: FakeObject, manager: string, phase: string): void {
    this.version++;
    object.metadata.resourceVersion = String(this.version);
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    this.objects.set(key, object);
    this.managers.set(key, manager);
    this.tell(phase, object);
  }

  private tell(type: string, object: FakeObject): void {
    for (const watcher of this.watchers)
      watcher.write(`${JSON.stringify({ type, object })}\n`);
  }

  private may(verb: string, namespace?: string): boolean {
    return (
      this.rights.everywhere.includes(verb) ||
      (namespace !== undefined &&
        (this.rights.in[namespace] ?? []).includes(verb))
    );
  }

  private mayOr403(
    response: express.Response,
    verb: string,
    namespace?: string,
  ): boolean {
    if (this.may(verb, namespace)) return true;
    refuse(response, 403, {
      message: `${PERMISSIONS}.kuma.io is forbidden: User "portal" cannot ${verb} resource "${PERMISSIONS}" in API group "kuma.io"${
        namespace ? ` in the namespace "${namespace}"` : ' at the cluster scope'
      }`,
      reason: 'Forbidden',
    });
    return false;
  }
}

function refuse(response: express.Response, status: number, body: object) {
  response
    .status(status)
    .json({ kind: 'Status', apiVersion: 'v1', status: 'Failure', ...body });
}

function notFound(response: express.Response, name: string) {
  refuse(response, 404, {
    message: `${PERMISSIONS}.kuma.io "${name}" not found`,
    reason: 'NotFound',
    details: { name, kind: PERMISSIONS },
  });
}
