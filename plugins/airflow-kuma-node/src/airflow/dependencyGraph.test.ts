import { dependenciesOfGraph } from './dependencyGraph';

describe('dependenciesOfGraph', () => {
  const trigger = { id: 'trigger:a:b:go', label: 'go', type: 'trigger' };
  const sensor = { id: 'sensor:b:a:wait', label: 'wait', type: 'sensor' };
  const dagA = { id: 'dag:a', label: 'a', type: 'dag' };
  const edge = (source_id: string, target_id: string) => ({
    source_id,
    target_id,
  });
  const found = (via: string, detail: string) => [
    { upstreamDagId: 'a', downstreamDagId: 'b', via, detail },
  ];

  it('keeps a triggered DAG that is no node of the answer', () => {
    const edges = [edge('dag:a', trigger.id), edge(trigger.id, 'dag:b')];
    expect(dependenciesOfGraph({ nodes: [dagA, trigger], edges })).toEqual(
      found('trigger', 'go'),
    );
  });

  it('keeps a DAG that is waited for and no node of the answer', () => {
    const edges = [edge('dag:a', sensor.id), edge(sensor.id, 'dag:b')];
    expect(dependenciesOfGraph({ nodes: [sensor], edges })).toEqual(
      found('sensor', 'wait'),
    );
  });

  it('ends at anything else that is no node', () => {
    const edges = [edge('dag:a', trigger.id), edge(trigger.id, 'asset:x')];
    expect(dependenciesOfGraph({ nodes: [dagA, trigger], edges })).toEqual([]);
  });
});
