import { CopyTextButton } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  text: {
    flex: 1,
    margin: 0,
    padding: theme.spacing(1),
    overflow: 'auto',
    maxHeight: 480,
    fontFamily: 'monospace',
    fontSize: theme.typography.body2.fontSize,
    color: theme.palette.text.primary,
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
}));

/** A text to take elsewhere, in one colour: syntax colours are too pale to read. */
export function CopyBlock(props: { text: string; label: string }) {
  const { text, label } = props;
  const classes = useStyles();
  return (
    <Box display="flex" alignItems="flex-start" mb={1}>
      <pre
        className={classes.text}
        aria-label={label}
        role="region"
        // Long texts scroll inside the box, so the keyboard must reach it.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {text}
      </pre>
      <CopyTextButton text={text} aria-label={`Copy: ${label}`} />
    </Box>
  );
}
