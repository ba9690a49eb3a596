import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import { useCallback, useRef } from 'react';
import { DataAgeNote, FilterBar, LoadBoundary, Notice } from '../components';
import { useUrlState } from '../hooks/useUrlState';
import { ComparisonNotice } from './ComparisonNotice';
import { ExportMenu } from './exports/ExportMenu';
import { FindField } from './FindField';
import { GraphTimes, GraphToolbar } from './GraphToolbar';
import { GraphView } from './GraphView';
import { HiddenCounts } from './HiddenCounts';
import { LayoutEngine } from './layout/LayoutEngine';
import { useLayout } from './layout/useLayout';
import { Legend } from './Legend';
import { LinesLeft } from './LinesLeft';
import { PathNotice } from './PathNotice';
import { readPathQuestion } from './state/pathQuestion';
import { graphActions } from './state/graphActions';
import { readGraphQuery } from './state/readGraphQuery';
import { readProposedChange, useGraphAnswer } from './state/useGraphAnswer';

/** The dependency graph; with `focus` around one DAG, service or owner. */
export function GraphPage(props: { focus?: string; engine?: LayoutEngine }) {
  const url = useUrlState();
  const query = readGraphQuery(url, props.focus);
  const change = readProposedChange(url);
  const path = change ? undefined : readPathQuestion(url);
  const loaded = useGraphAnswer(query, change, path);
  const allLines = url.one('lines') === 'all';
  const { picture, error } = useLayout(loaded.value?.answer, {
    allLines,
    engine: props.engine,
  });
  const findRef = useRef<HTMLInputElement>(null);
  const asTable = url.one('view') === 'table';
  const toggleTable = useCallback(
    () => url.set({ view: asTable ? undefined : 'table' }),
    [url, asTable],
  );
  const actions = graphActions(url, query);
  return (
    <>
      {!change && !path && (
        <FilterBar searchLabel="Filter the graph">
          <GraphToolbar
            url={url}
            query={query}
            focused={Boolean(props.focus)}
          />
        </FilterBar>
      )}
      <Box
        display="flex"
        flexWrap="wrap"
        alignItems="flex-end"
        mb={1}
        style={{ gap: 12 }}
      >
        <FindField
          nodes={loaded.value?.answer.nodes ?? []}
          inputRef={findRef}
          onFind={actions.onFind}
        />
        {!change && !path && <GraphTimes url={url} query={query} />}
        <Button size="small" onClick={toggleTable} aria-pressed={asTable}>
          {asTable ? 'Show as graph' : 'Show as table'}
        </Button>
        <ExportMenu picture={picture} />
        <Legend />
      </Box>
      {path ? (
        <PathNotice
          question={path}
          path={loaded.value?.path}
          nodes={loaded.value?.answer.nodes ?? []}
          url={url}
        />
      ) : (
        <ComparisonNotice
          query={query}
          change={change}
          impact={loaded.value?.impact}
          between={loaded.value?.answer.between}
          url={url}
        />
      )}
      {error && (
        <Notice severity="error">
          {`The picture could not be laid out (${error.message}). The table shows the same.`}
        </Notice>
      )}
      <LoadBoundary loaded={loaded} what="the graph">
        {({ answer }) => (
          <>
            <DataAgeNote dataAge={answer.unwell ?? []} />
            <GraphView
              answer={answer}
              picture={picture}
              asTable={asTable || Boolean(error)}
              selected={url.one('selected')}
              onToggleTable={toggleTable}
              onSearch={() => findRef.current?.focus()}
              {...actions}
            />
            <HiddenCounts answer={answer} />
            {!asTable && picture && (
              <LinesLeft
                lines={picture.lines}
                allLines={allLines}
                onChange={all => url.set({ lines: all ? 'all' : undefined })}
              />
            )}
          </>
        )}
      </LoadBoundary>
    </>
  );
}
