import { permission, proxy } from '../__testUtils__/meshes';
import { readProxy } from '../mesh';
import { capabilitiesOf } from '../version';
import { readPolicy } from './policy';
import { selects } from './selects';

const inbounds = [
  { name: 'http', port: 8080, tags: { 'kuma.io/service': 'pay', team: 'fin' } },
  { port: 9090, tags: { 'kuma.io/service': 'pay-db', team: 'fin' } },
];
const pay = readProxy(
  proxy('pay', { labels: { team: 'fin' }, networking: { inbound: inbounds } }),
);

/** Sections of the inbounds that a target selects. */
function selected(targetRef: unknown, version = '2.14.3') {
  const policy = readPolicy(permission('p', { targetRef }));
  return pay.inbounds
    .filter(inbound => selects(policy, inbound, capabilitiesOf(version)))
    .map(({ section }) => section);
}

const both = ['http', '9090'];

describe('selects', () => {
  it.each([
    [undefined, both],
    [{ kind: 'Mesh' }, both],
    [{ kind: 'Mesh', proxyTypes: ['Gateway'] }, []],
    [{ kind: 'Dataplane' }, both],
    [{ kind: 'Dataplane', labels: {} }, both],
    [{ kind: 'Dataplane', labels: { team: 'fin', app: 'pay' } }, both],
    [{ kind: 'Dataplane', labels: { team: 'fin', app: 'x' } }, []],
    // A label that is missing equals an empty one in Kuma.
    [{ kind: 'Dataplane', labels: { nope: '' } }, both],
    [{ kind: 'Dataplane', labels: { 'kuma.io/display-name': 'pay' } }, []],
    [{ kind: 'Dataplane', sectionName: 'http' }, ['http']],
    // A named inbound is selected by its name only (rules-0032).
    [{ kind: 'Dataplane', sectionName: '8080' }, []],
    [{ kind: 'Dataplane', sectionName: '9090' }, ['9090']],
    [{ kind: 'Dataplane', name: 'pay' }, both],
    [{ kind: 'Dataplane', name: 'pay', sectionName: 'http' }, ['http']],
    [{ kind: 'Dataplane', name: 'pa' }, []],
    [{ kind: 'Dataplane', name: 'pay', namespace: 'other' }, []],
    [{ kind: 'Dataplane', namespace: 'other' }, []],
    [{ kind: 'MeshSubset', tags: { team: 'fin' } }, both],
    [{ kind: 'MeshSubset', tags: { team: '*' } }, both],
    [{ kind: 'MeshSubset', tags: { nope: '*' } }, []],
    [{ kind: 'MeshSubset' }, both],
    [{ kind: 'MeshService', name: 'pay' }, ['http']],
    [{ kind: 'MeshService' }, []],
    [
      { kind: 'MeshServiceSubset', name: 'pay-db', tags: { team: 'fin' } },
      ['9090'],
    ],
    [
      {
        kind: 'MeshServiceSubset',
        name: 'x',
        tags: { 'kuma.io/service': 'pay' },
      },
      ['http'],
    ],
    [{ kind: 'MeshGateway', name: 'pay' }, []],
    [{ kind: 'Nonsense' }, []],
  ])('2.14: %j selects %j', (targetRef, expected) => {
    expect(selected(targetRef)).toEqual(expected);
  });

  it.each([
    [{ kind: 'Mesh', proxyTypes: ['Gateway'] }, both],
    [{ kind: 'Dataplane', name: 'other' }, both],
    [{ kind: 'Dataplane', namespace: 'other' }, both],
    [{ kind: 'Dataplane', labels: { 'kuma.io/display-name': 'pay' } }, both],
    [{ kind: 'Dataplane', labels: { 'kuma.io/display-name': 'x' } }, []],
    [{ kind: 'MeshSubset', tags: { team: 'fin' } }, []],
    [{ kind: 'MeshService', name: 'pay' }, []],
  ])('3.0: %j selects %j', (targetRef, expected) => {
    expect(selected(targetRef, '3.0.0')).toEqual(expected);
  });
});
