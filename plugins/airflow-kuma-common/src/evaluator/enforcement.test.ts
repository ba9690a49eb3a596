import { meshOf, mtlsMesh, permission, proxy } from './__testUtils__/meshes';
import { createEvaluator } from './createEvaluator';
import { enforcementOf } from './enforcement';
import { MeshSnapshot } from './types';

const destination = { kind: 'ServiceTag' as const, name: 'db' };
const inbound = [{ port: 5432, tags: { 'kuma.io/service': 'db' } }];
const of = (more: Partial<MeshSnapshot>, asked = destination as any) =>
  enforcementOf(
    createEvaluator(
      meshOf({
        dataplanes: [proxy('a'), proxy('db', { networking: { inbound } })],
        ...more,
      }),
    ),
    asked,
  );
const toAll = permission('to-all', {
  targetRef: { kind: 'Mesh' },
  from: [{ targetRef: { kind: 'Mesh' }, default: { action: 'Allow' } }],
});

describe('what happens to calls, in words', () => {
  it('is a refusal where permissions decide and none is there', () => {
    expect(of({ mesh: mtlsMesh() })).toEqual({
      state: 'enforced',
      withoutPermission: 'It is refused.',
      withPermission: 'It passes.',
    });
  });

  it('is never a refusal where mTLS is off, and says what to do', () => {
    const found = of({ mesh: { type: 'Mesh', name: 'default' } });
    expect(found.state).toBe('not-enforced');
    expect(found.withoutPermission).toMatch(/^It passes, like every call/);
    expect(found.advice).toMatch(/turn mTLS on/);
  });

  it('advises a zone egress, not mTLS, for what has no proxy', () => {
    const found = of(
      {
        mesh: mtlsMesh(),
        meshExternalServices: [
          {
            type: 'MeshExternalService',
            name: 'bank',
            mesh: 'default',
            spec: { match: { port: 443, protocol: 'tcp' } },
          },
        ],
      },
      { kind: 'MeshExternalService', name: 'bank' },
    );
    expect(found.state).toBe('not-enforced');
    expect(found.advice).toMatch(/zone egress/);
    expect(found.advice).not.toMatch(/mTLS/);
  });

  it('tells that everybody is let in by a permission for all', () => {
    expect(
      of({ mesh: mtlsMesh(), meshTrafficPermissions: [toAll] })
        .withoutPermission,
    ).toMatch(/^It passes, since everybody with a certificate is let in/);
  });

  it('tells that a permissive mesh lets in who has no certificate', () => {
    const mesh = mtlsMesh() as any;
    mesh.mtls.backends[0].mode = 'PERMISSIVE';
    expect(of({ mesh })).toMatchObject({
      state: 'permissive',
      withoutPermission: expect.stringMatching(
        /^It is refused. A caller without a certificate passes/,
      ),
      advice: expect.stringMatching(/strict/),
    });
  });

  it('is not told where nothing is known of it', () => {
    expect(
      of({ mesh: mtlsMesh() }, { kind: 'MeshService', name: 'nobody' }).state,
    ).toBe('unknown');
  });
});
