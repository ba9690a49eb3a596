import { ConfigReader } from '@backstage/config';
import { readManifests } from './readManifests';

const read = (manifests: unknown) =>
  readManifests(
    new ConfigReader({
      airflowKuma: { access: { callersEnd: { manifests: manifests as any } } },
    }),
  );
const whole = {
  match: { workload: 'airflow-*' },
  repository: 'https://git.example.com/team/workers.git',
  path: 'workers.yaml',
};

describe('where manifests lie', () => {
  it('is nowhere by default, and has defaults', () => {
    expect(readManifests(new ConfigReader({}))).toEqual({
      manifests: [],
      errors: [],
    });
    expect(read([whole]).manifests[0]).toMatchObject({
      branch: 'main',
      mode: 'pullRequest',
      path: 'workers.yaml',
    });
  });

  it.each([
    [{ ...whole, match: {} }, 'match: names no workload'],
    [{ ...whole, match: { namespace: 'airflow' } }, 'match: names no workload'],
    [{ ...whole, match: { labels: { a: 1 } } }, 'match.labels: must be a map'],
    [{ ...whole, repository: undefined }, 'repository: is missing'],
    [{ ...whole, repository: 'git@a:b' }, 'repository: must be a URL'],
    [
      { ...whole, repository: 'https://u:secret@a.example.com/b' },
      'must not hold credentials; use username and token',
    ],
    [{ ...whole, path: undefined }, 'path: is missing'],
    [{ ...whole, path: '../x' }, 'path: must lie inside'],
    [{ ...whole, mode: 'yolo' }, 'mode: must be push or pullRequest'],
  ])('leaves out %j and names the key', (entry, message) => {
    const { manifests, errors } = read([whole, entry]);
    expect(manifests).toHaveLength(1);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(
      /^airflowKuma\.access\.callersEnd\.manifests\[1\]: /,
    );
    expect(errors[0]).toContain(message);
    expect(errors[0]).not.toContain('secret@');
  });

  it('stops nothing where it is no list', () => {
    const { manifests, errors } = read('yes');
    expect(manifests).toEqual([]);
    expect(errors[0]).toContain('airflowKuma.access.callersEnd.manifests');
  });
});
