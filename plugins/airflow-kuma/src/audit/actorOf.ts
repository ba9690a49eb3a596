/**
 * The actor that somebody means: the trail knows people by entity ref, people
 * know each other by name.
 */
export function actorOf(text: string | undefined): string | undefined {
  const name = text?.trim().toLocaleLowerCase('en-US');
  if (!name) return undefined;
  if (name.includes(':')) return name;
  if (name === 'the portal') return 'plugin:airflow-kuma';
  return `user:default/${name.replace(/\s+/g, '-')}`;
}
