import { errorInWords } from './errorInWords';
import { Notice } from './Notice';

/** Why what somebody wanted to do was refused; each reason on its own line. */
export function ErrorNotice(props: { error: Error }) {
  return (
    <Notice severity="error">
      {errorInWords(props.error)
        .split('\n')
        .map(line => (
          <div key={line}>{line}</div>
        ))}
    </Notice>
  );
}
