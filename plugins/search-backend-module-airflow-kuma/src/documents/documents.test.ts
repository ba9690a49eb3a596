import { dagDocument } from './dagDocument';
import { serviceDocument } from './serviceDocument';

describe('documents', () => {
  it('make a DAG findable by all that people know of it', () => {
    const document = dagDocument(
      {
        dagId: 'Orders_ETL',
        displayName: 'Orders ETL',
        description: 'Loads orders',
        tags: ['domain:orders', 'Team A'],
        uiUrl: 'https://airflow.example.com',
        owner: 'group:default/orders',
        dataDomain: 'Orders & Returns',
        environment: 'staging',
        schedule: '@hourly',
        dependsOn: [],
      },
      { instance: 'prod', title: 'Production' },
    );
    for (const word of [
      'Orders_ETL',
      'Loads orders',
      'domain:orders',
      'Team A',
      'group:default/orders',
      'Orders & Returns',
      'staging',
    ]) {
      expect(document.text).toContain(word);
    }
    expect(document).toMatchObject({
      title: 'Orders ETL',
      location: expect.stringMatching(
        /^\/catalog\/default\/component\/prod\.orders_etl\.\.[0-9a-f]{12}$/,
      ),
      authorization: {
        resourceRef: expect.stringMatching(/^component:default\/prod\.orders/),
      },
      instance: 'Production',
      schedule: '@hourly',
    });
  });

  it('make a service findable by hostname, mesh, zone and label', () => {
    const document = serviceDocument(
      {
        mesh: 'default',
        kind: 'MeshService',
        name: 'payments',
        displayName: 'payments',
        zone: 'zone-1',
        hostnames: ['payments.svc.mesh.local'],
        labels: { team: 'payments' },
        owner: 'group:default/payments',
      },
      { controlPlane: 'eu', title: 'Europe' },
    );
    for (const word of [
      'payments.svc.mesh.local',
      'default',
      'zone-1',
      'team=payments',
    ]) {
      expect(document.text).toContain(word);
    }
    expect(document).toMatchObject({
      location: '/catalog/default/resource/eu.default.payments',
      authorization: { resourceRef: 'resource:default/eu.default.payments' },
      mesh: 'default',
      zone: 'zone-1',
    });
  });
});
