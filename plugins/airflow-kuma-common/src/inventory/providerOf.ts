import { SourceReference } from './source';

/**
 * Name of the catalog provider of a source, and where its entities say that
 * they come from (`backstage.io/managed-by-origin-location`). By it ours are
 * known: an annotation of ours stands on entities of people too.
 * @public
 */
export function providerOf(source: SourceReference): string {
  return `airflow-kuma:${source.kind}:${source.name}`;
}
