import {
  AirflowStandIn,
  generateAirflow,
  generateKuma,
  KumaStandIn,
  startAirflowStandIn,
  startKumaStandIn,
} from '../../../packages/demo-upstreams/src';
import { serve } from './child';
import { SIZES } from './sizes';

let airflow: AirflowStandIn;
let kuma: KumaStandIn;

/** Airflow and Kuma with a generated company. */
serve({
  async start() {
    const dags = generateAirflow({
      dags: SIZES.dags,
      services: SIZES.services,
      seed: 1,
    }).map(dag => ({ ...dag, isStale: false }));
    airflow = await startAirflowStandIn({ version: '3.3.2', dags, history: 1 });
    kuma = await startKumaStandIn({
      version: '2.14.3',
      meshes: [generateKuma({ ...SIZES, seed: 1 })],
    });
    return { airflow: airflow.url, kuma: kuma.url, dagId: dags[0].dagId };
  },
  async edit({ dagId }: { dagId: string }) {
    airflow.state.editDag(dagId, { description: 'Edited by the bench' });
  },
  async clear() {
    airflow.requests.clear();
    kuma.requests.clear();
  },
  async requests() {
    return {
      airflow: airflow.requests.list().map(({ path }) => path),
      kuma: kuma.requests.list().map(({ path }) => path),
    };
  },
});
