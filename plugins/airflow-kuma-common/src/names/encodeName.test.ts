import fc from 'fast-check';
import { encodeName } from './encodeName';
import {
  airflowEntityName,
  dagEntityName,
  meshEntityName,
  serviceEntityName,
} from './refs';

// catalog-model: KubernetesValidatorFunctions.isValidObjectName
const CATALOG_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

describe('encodeName', () => {
  it.each([
    [['prod', 'orders_etl'], 'prod.orders_etl'],
    [['prod', 'team.orders'], 'prod.team.orders'],
  ])('keeps %j readable', (parts, expected) => {
    expect(encodeName(parts, { dotsInLast: true })).toBe(expected);
  });

  it('tells ids that differ only by case apart', () => {
    const names = ['Orders', 'orders', 'ORDERS'].map(id =>
      dagEntityName('prod', id).toLocaleLowerCase('en-US'),
    );
    expect(new Set(names).size).toBe(3);
  });

  it('gives distinct valid names to any distinct ids', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 250 });
    fc.assert(
      fc.property(id, id, id, id, (a, b, c, d) => {
        const first = dagEntityName(a, b);
        const second = dagEntityName(c, d);
        expect(first).toMatch(CATALOG_NAME);
        expect(first.length).toBeLessThanOrEqual(63);
        expect(
          first.toLocaleLowerCase('en-US') ===
            second.toLocaleLowerCase('en-US'),
        ).toBe(a === c && b === d);
      }),
    );
  });

  it.each([
    ['airflow', 'airflow..airflow'],
    ['prod-data', 'airflow..prod-data'],
    ['Prod', 'airflow-prod..9e643599ab12'],
    ['0123456789ab', 'airflow-0123456789ab..26b62e273945'],
  ])('gives instance %s a name that nobody writes by hand', (id, name) => {
    expect(airflowEntityName(id)).toBe(name);
  });

  it('never mixes up an instance and a DAG', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 });
    const hash = fc.stringMatching(/^[0-9a-f]{12}$/);
    const instance = fc.oneof(id, hash, fc.constant('airflow'));
    fc.assert(
      fc.property(instance, instance, id, (a, b, c) => {
        const name = airflowEntityName(a);
        expect(name).toMatch(CATALOG_NAME);
        expect(name.length).toBeLessThanOrEqual(63);
        expect(name === airflowEntityName(b)).toBe(a === b);
        expect(name).not.toBe(dagEntityName(b, c));
        expect(name).not.toBe(dagEntityName('airflow', c));
      }),
    );
  });

  it('never mixes up services of different kinds, or a service and a mesh', () => {
    const base = { controlPlane: 'eu', mesh: 'default' };
    const names = [
      serviceEntityName({ ...base, kind: 'MeshService', name: 'a' }),
      serviceEntityName({ ...base, kind: 'MeshService', name: 'external_a' }),
      serviceEntityName({ ...base, kind: 'MeshExternalService', name: 'a' }),
      serviceEntityName({ ...base, kind: 'MeshMultiZoneService', name: 'a' }),
      serviceEntityName({ ...base, kind: 'ServiceTag', name: 'a' }),
      serviceEntityName({ ...base, kind: 'ServiceTag', name: 'external_a' }),
      meshEntityName('eu', 'default.a'),
      meshEntityName('eu', 'default'),
    ];
    expect(new Set(names).size).toBe(names.length);
  });
});
