import { Link } from '@backstage/core-components';
import {
  IndexableDocument,
  ResultHighlight,
} from '@backstage/plugin-search-common';
import { HighlightedSearchResultText } from '@backstage/plugin-search-react';
import Box from '@material-ui/core/Box';
import Chip from '@material-ui/core/Chip';
import ListItemIcon from '@material-ui/core/ListItemIcon';
import ListItemText from '@material-ui/core/ListItemText';
import { ReactNode } from 'react';

/** What our search documents may hold besides title, text and location. */
export type InventoryDocument = IndexableDocument & {
  [field: string]: unknown;
};

/** What the search page hands to a result item. @public */
export type ResultItemProps = {
  result?: IndexableDocument;
  highlight?: ResultHighlight;
  icon?: ReactNode;
};

/** A result with the facts that tell what it is. */
export function ResultItem(
  props: ResultItemProps & { what: string; facts: (string | undefined)[] },
) {
  const { result, highlight, icon, what, facts } = props;
  if (!result) return null;
  const highlighted = (field: 'title' | 'text') => {
    const text = highlight?.fields[field];
    return text ? (
      <HighlightedSearchResultText
        text={text}
        preTag={highlight.preTag}
        postTag={highlight.postTag}
      />
    ) : (
      result[field]
    );
  };
  return (
    <>
      {icon && <ListItemIcon>{icon}</ListItemIcon>}
      <Box flexGrow={1}>
        <ListItemText
          primaryTypographyProps={{ variant: 'h6', component: 'div' } as object}
          primary={
            <Link noTrack to={result.location}>
              {highlighted('title')}
            </Link>
          }
          secondary={highlighted('text')}
          // The search page is grey, on which secondary text is too pale.
          secondaryTypographyProps={{ color: 'textPrimary' }}
        />
        <Box display="flex" flexWrap="wrap" style={{ gap: 4 }}>
          <Chip size="small" label={what} />
          {facts
            .filter(fact => fact)
            .map(fact => (
              <Chip key={fact} size="small" variant="outlined" label={fact} />
            ))}
        </Box>
      </Box>
    </>
  );
}

/** A field as text; lists are joined, anything else is left out. */
export function fieldText(
  document: InventoryDocument | undefined,
  field: string,
): string | undefined {
  const value = document?.[field];
  if (typeof value === 'string' && value) return value;
  if (Array.isArray(value) && value.length) return value.join(', ');
  return undefined;
}
