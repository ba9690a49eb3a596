import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { ANN, BEN, EVE, PLATFORM } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { approve, ask, granted } from '../__testUtils__/requests';
import { serveAccess } from '../__testUtils__/serveAccess';
import { closeCampaigns } from './closeCampaigns';

jest.setTimeout(60_000);

const q4 = {
  title: '=Q4',
  deadline: '2026-12-01T00:00:00Z',
  unanswered: 'end',
  filter: {},
};

describe('the API of campaigns', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function setUp(decisions: Record<string, PolicyDecision> = {}) {
    const served = serveAccess(await migrated(databases, 'SQLITE_3'), {
      decisions,
    });
    const { world, as } = served;
    const first = await granted(world, { duration: 'P60D' });
    const { id: second } = await ask(
      world,
      EVE,
      { duration: 'P60D' },
      'billing',
    );
    await approve(world, BEN, second);
    await world.settle(3);
    const { body: campaign } = await as(EVE).post('/campaigns', q4);
    return { ...served, first, second, campaign };
  }

  it('is for those who may administer access alone', async () => {
    const { as } = serveAccess(await migrated(databases, 'SQLITE_3'), {
      decisions: {
        'airflowKuma.access.administer': { result: AuthorizeResult.DENY },
      },
    });
    const refused = async (path: string, input: object) => {
      const { status, body } = await as(EVE).post(path, input);
      return [status, body.error?.message];
    };
    const why = [
      403,
      'This needs the permission airflowKuma.access.administer',
    ];
    expect(await refused('/campaigns', q4)).toEqual(why);
    expect(await refused('/campaigns/preview', { filter: {} })).toEqual(why);
    expect(
      await refused('/campaigns/any/cancel', { rationale: 'No need' }),
    ).toEqual(why);
  });

  it('counts what waits for a person, as the campaign and the list show it', async () => {
    const { as, first, second, campaign } = await setUp();
    const answerable = async (user: string) =>
      (await as(user).get(`/campaigns/${campaign.id}/items`)).body.items
        .filter((item: any) => item.answerable)
        .map((item: any) => item.request.id)
        .sort();
    const waiting = async (user: string) =>
      (await as(user).get('/waiting')).body;
    const line = {
      id: campaign.id,
      title: '=Q4',
      deadline: '2026-12-01T00:00:00.000Z',
    };
    expect(await answerable(BEN)).toEqual([first, second].sort());
    expect(await waiting(BEN)).toEqual({
      requests: 0,
      campaigns: [{ ...line, grants: 2 }],
    });
    // Eve asked for one of them herself, and Ann is no reviewer.
    expect(await answerable(EVE)).toEqual([first]);
    expect(await waiting(EVE)).toEqual({
      requests: 0,
      campaigns: [{ ...line, grants: 1 }],
    });
    expect(await waiting(ANN)).toEqual({ requests: 0, campaigns: [] });

    await as(BEN).post(`/campaigns/${campaign.id}/items/${first}`, {
      decision: 'keep',
      rationale: 'Needed',
    });
    expect(await answerable(BEN)).toEqual([second]);
    expect((await waiting(BEN)).campaigns).toEqual([{ ...line, grants: 1 }]);
    expect((await waiting(EVE)).campaigns).toEqual([]);
    const { body } = await as(ANN).get(`/campaigns/${campaign.id}/reviewers`);
    expect(body.items).toMatchObject([
      { ref: PLATFORM, grants: 2, kept: 1, ended: 0, waiting: 1 },
    ]);

    await as(EVE).post(`/campaigns/${campaign.id}/cancel`, {
      rationale: 'Too early',
    });
    expect((await waiting(BEN)).campaigns).toEqual([]);
  });

  it('counts nothing for whom the policy lets decide nothing', async () => {
    const { as, campaign } = await setUp({
      'airflowKuma.access.decide': { result: AuthorizeResult.DENY },
    });
    const { body } = await as(BEN).get(`/campaigns/${campaign.id}/items`);
    expect(body.items.map((item: any) => item.answerable)).toEqual([
      false,
      false,
    ]);
    expect((await as(BEN).get('/waiting')).body.campaigns).toEqual([]);
  });

  it('gives out the whole record to readers of the trail, and remembers it', async () => {
    const { world, as, audited, first, second, campaign } = await setUp();
    await as(BEN).post(`/campaigns/${campaign.id}/items/${first}`, {
      decision: 'keep',
      rationale: '=HYPERLINK("//evil")',
    });
    world.time = Date.parse('2026-12-01T00:00:01Z');
    await closeCampaigns(world.context);
    // What people do not see in lists is part of the record.
    world.hidden.add(world.dagRef('billing'));

    const json = await as(ANN).get(`/campaigns/${campaign.id}/export.json`);
    expect(json.headers['content-disposition']).toBe(
      `attachment; filename="campaign-${campaign.id}.json"`,
    );
    expect(json.body).toMatchObject({
      format: 'airflow-kuma-campaign/1',
      campaign: { id: campaign.id, state: 'closed', kept: 1, open: 1 },
      reviewers: [
        {
          ref: PLATFORM,
          notices: [{ kind: 'started', grants: 2, sent: true }],
        },
      ],
    });
    const byId = Object.fromEntries(
      json.body.grants.map((grant: any) => [grant.requestId, grant]),
    );
    expect(byId[first]).toMatchObject({
      dags: [world.dagRef('orders')],
      services: [world.serviceRef('payments')],
      requester: ANN,
      reviewers: [PLATFORM],
      decision: 'keep',
      by: BEN,
      rationale: '=HYPERLINK("//evil")',
      outcome: 'kept',
      state: 'active',
    });
    expect(byId[second]).toMatchObject({
      dags: [world.dagRef('billing')],
      outcome: 'ended-unanswered',
      endReason: 'ended in review "=Q4": nobody answered in time',
    });
    expect(byId[second]).not.toHaveProperty('decision');

    const csv = await as(ANN).get(`/campaigns/${campaign.id}/export.csv`);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = csv.text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^campaign,title,requestId,dags,.*told,reminded$/);
    const line = lines.find(each => each.includes(first))!;
    expect(line).toContain(`${campaign.id},'=Q4,${first},`);
    expect(line).toContain(`"'=HYPERLINK(""//evil"")",kept,`);
    expect(line).toMatch(/,group:default\/platform 2026-11-23T[^,]+Z,$/);

    const { items } = await world.context.audit.list(
      { action: 'access.campaign.exported' },
      { offset: 0, limit: 10 },
    );
    expect(items).toMatchObject([
      { actor: ANN, after: { id: campaign.id, format: 'csv', grants: 2 } },
      { actor: ANN, after: { id: campaign.id, format: 'json', grants: 2 } },
    ]);
    expect(audited.filter(id => id === 'access-campaign-export')).toHaveLength(
      2,
    );
  });

  it.each(['json', 'csv'])('keeps the %s record from others', async format => {
    const { world, as, campaign } = await setUp({
      'airflowKuma.audit.read': { result: AuthorizeResult.DENY },
    });
    const path = `/campaigns/${campaign.id}/export.${format}`;
    expect((await as(ANN).get(path)).status).toBe(403);
    expect(
      (
        await world.context.audit.list(
          { action: 'access.campaign.exported' },
          { offset: 0, limit: 1 },
        )
      ).total,
    ).toBe(0);
  });
});
