import { ALL_PARTS } from './__testUtils__/allParts';
import { expectAlone, SLOW } from './__testUtils__/expectAlone';
import { setUpSources } from './__testUtils__/setUpSource';

jest.setTimeout(120_000);

/** So many parts may be late at once: each waits, and keeps nobody busy. */
const AT_ONCE = 4;

// Apart from the other faults: these wait, while those keep a core busy.
describe('a part of a source that comes too late', () => {
  const sources = setUpSources(AT_ONCE);

  const batches = Array.from(
    { length: Math.ceil(ALL_PARTS.length / AT_ONCE) },
    (_, index) => ALL_PARTS.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );

  it.each(
    batches.map(parts => ({
      parts,
      names: parts.map(([of, version, name]) => `${of} ${version}: ${name}`),
    })),
  )('fails alone: $names', async ({ parts }) => {
    const late = parts.map(async ([, version, name, path, start], index) => {
      const own = sources[index];
      const upstream = await start(own, version);
      return expectAlone(own, upstream, name, path, SLOW);
    });
    expect(await Promise.all(late)).toEqual(parts.map(() => SLOW.length));
  });
});
