import { createEvaluator } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { MeshPlace, RevisedSnapshot } from '../AccessContext';
import { MeshView, meshView } from './meshView';

/** Keeps what was compiled of each mesh, for as long as the mesh stays as it is. */
export class MeshViews {
  private readonly views = new Map<
    string,
    { revision: string; view: MeshView }
  >();

  of(place: MeshPlace, snapshot: RevisedSnapshot): MeshView {
    const key = `${place.controlPlane}/${place.mesh}`;
    const known = this.views.get(key);
    if (known?.revision === snapshot.revision) return known.view;
    const view = meshView(snapshot, createEvaluator(snapshot));
    this.views.set(key, { revision: snapshot.revision, view });
    return view;
  }
}
