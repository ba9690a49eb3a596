import { ENDPOINTS_GONE_IN_3 } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { recordedItems } from '../__testUtils__/recorded';
import { K3 } from '../__testUtils__/setUpKuma';
import { KNOWN_KINDS } from './knownPaths';

describe('ENDPOINTS_GONE_IN_3', () => {
  const kinds = ENDPOINTS_GONE_IN_3.flatMap(({ kind }) => kind ?? []);

  it('names each kind that is asked for and that the preview lacks', () => {
    const served = recordedItems<{ name: string }>(
      K3,
      'get__resources',
      'resources',
    ).map(({ name }) => name);
    const missing = KNOWN_KINDS.filter(kind => !served.includes(kind));
    expect(missing.length).toBeGreaterThan(0);
    expect(kinds).toEqual(expect.arrayContaining(missing));
  });

  it('names no kind that is not asked for', () => {
    expect(KNOWN_KINDS).toEqual(expect.arrayContaining(kinds));
  });
});
