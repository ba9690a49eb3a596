import {
  AuditState,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { relative } from '../components';

/** Whether the chain verifies and whether its heads are signed, in sentences. */
export function trailInWords(state: AuditState): {
  severity: 'success' | 'warning' | 'error';
  chain: string;
  signing: string;
} {
  const { totalProblems, records } = state;
  const signing = signingInWords(state);
  if (totalProblems > 0) {
    return {
      severity: 'error',
      chain: `The chain does not verify: ${counted(
        totalProblems,
        'thing is',
        'things are',
      )} not as written in ${counted(records, 'record')}.`,
      signing,
    };
  }
  return {
    // Without a signature the chain only shows what was changed clumsily.
    severity: state.signing.verified > 0 ? 'success' : 'warning',
    chain: `The chain verifies: ${
      records === 1
        ? 'the only record is'
        : `all ${counted(records, 'record')} are`
    } as written, and none is missing between them.`,
    signing,
  };
}

function signingInWords({ signing }: AuditState): string {
  const { keyId, newest, verified, ofOtherKeys } = signing;
  const last =
    newest &&
    `the last one ${relative(newest.at)}, over record ${newest.sequence}`;
  const others =
    ofOtherKeys > 0
      ? `${counted(
          ofOtherKeys,
          'head is',
          'heads are',
        )} of another key, which audit-verify can check.`
      : '';
  if (!keyId) {
    return last
      ? `Heads were signed, ${last}, with a key that is configured no more. ${others}`
      : 'Heads are not signed: no key is configured in airflowKuma.audit.signing. Who owns the database could write the whole trail anew, and nothing here would show it.';
  }
  if (!last) {
    return `Heads will be signed with the key ${keyId}: it has signed none yet, and does so every five minutes.`;
  }
  return [
    `Heads are signed with the key ${keyId}: ${counted(
      verified,
      'signature',
    )} of the newest heads ${verified === 1 ? 'holds' : 'hold'}, ${last}.`,
    others,
  ]
    .filter(Boolean)
    .join(' ');
}
