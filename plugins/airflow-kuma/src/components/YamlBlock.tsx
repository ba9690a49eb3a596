import { CodeSnippet } from '@backstage/core-components';
import Box from '@material-ui/core/Box';

/** YAML to read and copy. */
export function YamlBlock(props: { yaml: string; label: string }) {
  return (
    <Box
      component="section"
      aria-label={props.label}
      overflow="auto"
      maxHeight={480}
    >
      <CodeSnippet text={props.yaml} language="yaml" showCopyCodeButton />
    </Box>
  );
}
