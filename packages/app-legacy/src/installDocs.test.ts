import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const docs = readFileSync(
  join(__dirname, '../../../docs/install.md'),
  'utf8',
).split('## The old frontend system')[1];

/** Blocks of code that begin with the name of the file that they are of. */
const blocks = [...docs.matchAll(/```tsx\n\/\/ (\S+)\n([\s\S]*?)```/g)].map(
  ([, file, code]) => ({ file, code }),
);

describe('what the install docs say of the old frontend system', () => {
  it('is said of four files', () => {
    expect(blocks.map(({ file }) => file)).toEqual([
      'App.tsx',
      'Root.tsx',
      'entityPage.tsx',
      'SearchResults.tsx',
    ]);
  });

  it.each(blocks)('is what this app does in $file', ({ file, code }) => {
    const source = readFileSync(join(__dirname, file), 'utf8');
    for (const part of code.trimEnd().split('\n\n')) {
      expect(source).toContain(part);
    }
  });
});
