import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PermissionCriteria,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { ANN, BEN, EVE, PLATFORM } from './__testUtils__/AccessWorld';
import { migrated } from './__testUtils__/databases';
import { serveAccess } from './__testUtils__/serveAccess';
import { accessRequestResourceRef } from './permissions/accessRules';

describe('the access router', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const setUp = async (
    options: Partial<Parameters<typeof serveAccess>[1]> = {},
  ) => serveAccess(await migrated(databases, 'SQLITE_3'), options);

  const conditions = (rule: string, params: object): PolicyDecision => ({
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'airflow-kuma',
    resourceType: accessRequestResourceRef.resourceType,
    conditions: {
      rule,
      params,
      resourceType: accessRequestResourceRef.resourceType,
    } as PermissionCriteria<any>,
  });

  it('takes a request through preview, creation, decision and answers', async () => {
    const { world, as, audited } = await setUp();
    const preview = await as(ANN).post('/preview', world.input());
    expect(preview.body).toMatchObject({
      problems: [],
      enforced: true,
      current: { enforced: 'deny', code: 'denied-by-default' },
      impactHash: 'none',
      alsoGains: [],
      loses: [],
      guardrail: { name: 'default' },
    });
    expect(preview.body.policies[0].diff).toContain('+          - spiffeID:');

    const created = await as(ANN).post('/requests', world.input());
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      state: 'pending',
      availableTransitions: ['withdraw'],
    });
    const { id } = created.body;

    expect((await as(BEN).get('/requests?view=to-decide')).body).toMatchObject({
      total: 1,
      items: [{ id, availableTransitions: ['approve', 'deny'] }],
    });
    expect((await as(ANN).get('/requests?view=to-decide')).body.total).toBe(0);
    expect((await as(ANN).get('/requests?view=mine')).body.total).toBe(1);

    const mine = await as(ANN).post(`/requests/${id}/approve`, {
      rationale: 'I need it',
    });
    expect(mine.status).toBe(403);
    const approved = await as(BEN).post(`/requests/${id}/approve`, {
      rationale: 'Agreed',
    });
    expect(approved.body).toMatchObject({
      state: 'applying',
      end: '2026-11-30T01:00:00.000Z',
    });
    await world.settle();
    expect(
      (await as(EVE).get(`/requests?view=live&ref=${world.dagRef('orders')}`))
        .body.items,
    ).toMatchObject([
      {
        id,
        state: 'active',
        availableTransitions: expect.arrayContaining(['revoke']),
      },
    ]);
    expect(
      (await as(ANN).get(`/requests/${id}/events`)).body.items.map(
        (item: any) => item.action,
      ),
    ).toEqual([
      'access.request.created',
      'access.request.approved',
      'access.permission.applied',
      'access.grant.active',
    ]);
    const answers = await as(BEN).get(`/requests/${id}/answers`);
    expect(answers.body).toMatchObject({
      approvedBy: [{ by: BEN, rationale: 'Agreed' }],
    });
    const runs = await as(BEN).get(`/requests/${id}/runs?limit=1`);
    expect(runs.body).toMatchObject({
      items: [],
      total: 0,
      dags: [{ ref: world.dagRef('orders'), requested: true }],
    });
    expect((await as(BEN).get(`/requests/${id}/runs?dag=all`)).status).toBe(
      400,
    );
    expect(audited).toEqual([
      'access-request',
      'access-approve',
      'access-approve',
    ]);
    expect(JSON.stringify(approved.body)).not.toContain('openKey');
  });

  it.each([
    [{ reason: 'short' }, 'at least 10 characters'],
    [{ duration: 'P91D' }, 'At most 90 days'],
    [{ duration: 'until-revoked' }, 'At most 90 days'],
    [{ duration: 'soon' }, 'no ISO 8601 duration'],
    [{ ticket: 'data:text/html,x' }, 'http or https link'],
    [{ start: '2026-11-01T00:00:00Z' }, 'lies in the past'],
    [{ breakGlass: true }, 'not enabled'],
    [
      { source: { kind: 'dag', ref: 'component:default/none' } },
      'There is no DAG',
    ],
    [
      {
        destination: {
          kind: 'service',
          ref: 'resource:default/eu.default.payments',
          port: 81,
        },
      },
      'has no port 81; it has 80',
    ],
    [
      { destination: { kind: 'domain', domain: 'nowhere' } },
      'No service is of the data domain',
    ],
    [{ extra: 1 }, 'Unrecognized key'],
    [
      { destination: { kind: 'service', ref: 'payments', port: 0 } },
      'entity ref',
    ],
  ])(
    'refuses %j on the server, whatever a form did',
    async (change, message) => {
      const { world, as } = await setUp();
      const response = await as(ANN).post('/requests', {
        ...world.input(),
        ...change,
      });
      expect(response.status).toBe(400);
      expect(response.body.error.message).toContain(message);
    },
  );

  it('keeps from a caller what the catalog keeps from them', async () => {
    const { world, as } = await setUp();
    const { body } = await as(ANN).post('/requests', world.input());
    world.hidden.add(world.serviceRef('payments'));
    const refused = await as('user:default/mallory').post(
      '/requests',
      world.input('billing'),
    );
    expect(refused.body.error.message).toContain('There is no service');
    expect(
      (await as('user:default/mallory').get(`/requests/${body.id}`)).status,
    ).toBe(404);
    await as(BEN).post(`/requests/${body.id}/approve`, { rationale: 'Agreed' });
    expect(
      (await as('user:default/mallory').get('/requests?view=live')).body,
    ).toEqual({ items: [], total: 0 });
    // The owner is part of it, whatever the catalog shows.
    expect((await as(BEN).get(`/requests/${body.id}`)).status).toBe(200);
  });

  it.each([
    ['IS_REQUESTER', { refs: [ANN] }, true],
    ['IS_REQUESTER', { refs: [BEN] }, false],
    ['IS_DESTINATION_OWNER', { refs: [PLATFORM] }, true],
    ['IS_DESTINATION_OWNER', { refs: [ANN] }, false],
    ['IS_IN_DOMAIN', { domains: ['finance'] }, true],
    ['IS_IN_DOMAIN', { domains: ['hr'] }, false],
  ])(
    'lets a policy scope reading by %s %j: %s',
    async (rule, params, readable) => {
      const { world, as } = await setUp({
        decisions: { 'airflowKuma.access.read': conditions(rule, params) },
      });
      const { body } = await as(ANN).post('/requests', world.input());
      expect((await as(ANN).get(`/requests/${body.id}`)).status).toBe(
        readable ? 200 : 404,
      );
      expect((await as(ANN).get('/requests?view=mine')).body.total).toBe(
        readable ? 1 : 0,
      );
    },
  );

  it('checks a permission for each call', async () => {
    const deny = { result: AuthorizeResult.DENY } as const;
    const { world, as } = await setUp({
      decisions: {
        'airflowKuma.access.decide': deny,
        'airflowKuma.access.revoke': deny,
        'airflowKuma.access.administer': deny,
      },
    });
    const { body } = await as(ANN).post('/requests', world.input());
    const seen = await as(BEN).get(`/requests/${body.id}`);
    expect([seen.status, seen.body.availableTransitions]).toEqual([200, []]);
    for (const action of ['approve', 'deny', 'revoke', 'review']) {
      const response = await as(BEN).post(`/requests/${body.id}/${action}`, {
        rationale: 'x',
      });
      expect([action, response.status]).toEqual([action, 403]);
    }
    expect((await as(BEN).post('/campaigns', {})).status).toBe(403);
    expect((await as(BEN).get('/strays')).status).toBe(403);
    const closed = await setUp({
      decisions: { 'airflowKuma.access.create': deny },
    });
    expect((await closed.as(ANN).post('/requests', world.input())).status).toBe(
      403,
    );
    expect((await closed.as(ANN).post('/preview', world.input())).status).toBe(
      403,
    );
    expect((await closed.as(ANN).get('/options')).status).toBe(403);
    const blind = await setUp({
      decisions: { 'airflowKuma.access.read': deny },
    });
    expect((await blind.as(ANN).get('/campaigns')).status).toBe(403);
    expect((await blind.as(ANN).get('/requests')).body.total).toBe(0);
  });

  it('tells forms what the config allows, and what of it is wrong', async () => {
    const { as } = await setUp({
      config: { drift: 'panic', durations: { max: 'P1Y' } },
    });
    expect((await as(ANN).get('/options')).body).toMatchObject({
      durations: { max: 'P1Y', recommended: 'P30D' },
      problems: ['airflowKuma.access.drift: must be restore, end or report'],
    });
  });
});
