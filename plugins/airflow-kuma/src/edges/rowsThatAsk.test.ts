import { Edge } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EdgeRow, rowsThatAsk } from './EdgeTable';

const row = (edge: Partial<Edge>, more?: Partial<EdgeRow>): EdgeRow => ({
  edge: { permitted: { outcome: 'deny' }, ...edge } as Edge,
  otherName: 'payments',
  source: 'orders',
  destination: 'payments',
  ...more,
});

describe('rowsThatAsk', () => {
  const own = row({ dag: 'orders' }, { port: 80 });
  const shared = row({});

  it('offers a pair once, at the row of the DAG itself', () => {
    expect([...rowsThatAsk([shared, own])]).toEqual([own]);
    expect([...rowsThatAsk([own, shared])]).toEqual([own]);
  });

  it('offers at the identity where the DAG has no refused row of its own', () => {
    const allowed = row({
      dag: 'orders',
      permitted: { outcome: 'allow' } as Edge['permitted'],
    });
    expect([...rowsThatAsk([allowed, shared])]).toEqual([shared]);
  });

  it('offers other pairs beside it, and none whose ends nobody knows', () => {
    const ledger = row({}, { destination: 'ledger' });
    const rows = [own, ledger, row({}, { source: undefined })];
    expect([...rowsThatAsk(rows)]).toEqual([own, ledger]);
  });
});
