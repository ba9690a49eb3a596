import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

const ROOT = resolve(__dirname, '../../..');
const PAGES = globSync(
  ['README.md', 'docs/*.md', 'packages/*/README.md', 'plugins/*/README.md'],
  { cwd: ROOT },
);
const EXAMPLE = /^ *```(yaml|json)\n([\s\S]*?)^ *```/gm;

const examples = PAGES.flatMap(page =>
  [...readFileSync(resolve(ROOT, page), 'utf8').matchAll(EXAMPLE)].map(
    ([, language, text], index) => ({ page, index, language, text }),
  ),
);

// People copy them: `{ token: ${TOKEN} }` without quotes is no YAML.
describe('examples in the docs', () => {
  it('are there', () => {
    expect(examples.length).toBeGreaterThan(10);
  });

  it.each(examples)('$page, $language #$index parses', example => {
    // JSON is YAML too, and may be abbreviated with `…` there.
    const problems = parseAllDocuments(example.text).flatMap(document =>
      document.errors.map(({ message }) => message),
    );
    expect(problems).toEqual([]);
  });
});
