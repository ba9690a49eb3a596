import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insideClone } from './insideClone';

describe('insideClone', () => {
  let root: string;
  let clone: string;
  let outside: string;

  beforeEach(async () => {
    root = await fs.mkdtemp(join(tmpdir(), 'inside-clone-'));
    clone = join(root, 'clone');
    outside = join(root, 'outside');
    await fs.mkdir(join(clone, 'policies', 'eu'), { recursive: true });
    await fs.mkdir(outside);
    await fs.writeFile(join(outside, 'a.yaml'), 'theirs');
  });

  afterEach(() => fs.rm(root, { recursive: true, force: true }));

  it.each(['policies/eu/a.yaml', './policies/new/folder/a.yaml', 'a.yaml'])(
    'takes %s',
    async path => {
      expect(await insideClone(clone, path)).toBe(join(clone, path));
    },
  );

  it.each([
    ['a folder, absolute', 'linked', () => outside, 'linked/eu/a.yaml'],
    ['a folder, relative', 'linked', () => '../outside', 'linked/a.yaml'],
    [
      'a folder in between',
      'policies/eu/default',
      () => outside,
      'policies/eu/default/a.yaml',
    ],
    [
      'the file itself',
      'policies/eu/a.yaml',
      () => join(outside, 'a.yaml'),
      'policies/eu/a.yaml',
    ],
    [
      'a file that is not there yet',
      'policies/eu/a.yaml',
      () => '../../../outside/new.yaml',
      'policies/eu/a.yaml',
    ],
    ['a folder of the same clone', 'linked', () => 'policies', 'linked/a.yaml'],
  ])('refuses a link: %s', async (_what, link, target, path) => {
    await fs.symlink(target(), join(clone, link));
    await expect(insideClone(clone, path)).rejects.toThrow(
      `"${link}" is a symbolic link`,
    );
  });

  it.each([
    '../outside/a.yaml',
    'policies/../../outside/a.yaml',
    '.git/config',
  ])('refuses %s', async path => {
    await expect(insideClone(clone, path)).rejects.toThrow(
      'leaves the repository',
    );
  });
});
