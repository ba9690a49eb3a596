import { runsAs, service } from '../__testUtils__/facts';
import { traceLink } from './traceLink';

describe('traceLink', () => {
  const [identity] = runsAs('airflow-orders');

  it('fills in mesh, source and destination', () => {
    expect(
      traceLink(
        'https://traces.example.com/search?mesh={{ mesh }}&from={{source}}&to={{ destination }}',
        identity,
        service('payments'),
      ),
    ).toBe(
      'https://traces.example.com/search?mesh=default&from=airflow-orders&to=payments',
    );
  });

  it('lets no name of an upstream leave its place', () => {
    expect(
      traceLink('https://x/{{destination}}', identity, service('a/../?b#c')),
    ).toBe('https://x/a%2F..%2F%3Fb%23c');
  });

  it.each(['.', '..'])('gives none for a service called %s', name => {
    const template = 'https://x/services/{{destination}}/traces';
    expect(traceLink(template, identity, service(name))).toBeUndefined();
  });

  it('leaves what it does not know as it is', () => {
    const template = 'https://x/{{constructor}}?a={{ toString }}';
    expect(traceLink(template, identity, service('a'))).toBe(template);
  });
});
