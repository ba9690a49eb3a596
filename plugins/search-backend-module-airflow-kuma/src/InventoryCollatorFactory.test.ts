import { mockServices } from '@backstage/backend-test-utils';
import { IndexableDocument } from '@backstage/plugin-search-common';
import {
  InventoryCollatorFactory,
  SourceDocuments,
} from './InventoryCollatorFactory';

const documentOf = (title: string): IndexableDocument => ({
  title,
  text: title,
  location: `/${title}`,
});
const ready = (...titles: string[]): SourceDocuments => ({
  ready: true,
  documents: titles.map(documentOf),
});

async function collect(
  answers: Record<string, (SourceDocuments | Error)[]>,
  patience: number,
) {
  const factory = InventoryCollatorFactory.create({
    type: 'airflow-dag',
    sources: Object.keys(answers),
    logger: mockServices.logger.mock(),
    patience,
    read: async source => {
      const list = answers[source];
      const answer = list.length > 1 ? list.shift()! : list[0];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const titles: string[] = [];
  for await (const each of await factory.getCollator()) titles.push(each.title);
  return titles;
}

describe('InventoryCollatorFactory', () => {
  it('collects the documents of all sources', async () => {
    expect(await collect({ a: [ready('1', '2')], b: [ready('3')] }, 0)).toEqual(
      ['1', '2', '3'],
    );
  });

  it('waits for a source that is about to be read, or a backend that starts', async () => {
    const notYet = { ready: false, documents: [] };
    const titles = await collect(
      { a: [new Error('starting'), notYet, ready('1')] },
      10_000,
    );
    expect(titles).toEqual(['1']);
  });

  it('goes on without a source that was never read', async () => {
    const never = { ready: false, documents: [] };
    expect(await collect({ a: [never], b: [ready('1')] }, 0)).toEqual(['1']);
  });

  it('fails when the backend does not answer, so that the index stays', async () => {
    const answers = { a: [ready('1')], b: [new Error('no answer')] };
    await expect(collect(answers, 0)).rejects.toThrow('no answer');
  });
});
