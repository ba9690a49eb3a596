import { LintFinding } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** What to do about each kind of finding, outside the portal. */
export const FINDING_ADVICE: Record<LintFinding['code'], string> = {
  'forged-scope':
    'Find out who set this label, take the policy away, and keep its namespace under the webhooks of Kuma.',
  'reference-matches-nothing':
    'Correct the reference in the settings of the workload, or take it out.',
  'reference-by-name':
    'Refer by labels, which 2.14 and 3.0 both take: Ready for 3.0 has the list of each workload to copy.',
  'borrowed-identity':
    'Take the label off the pod, and let only the namespace of that identity use it.',
  'prefix-matches-more':
    'End the prefix with a slash, or write the identities out.',
  'allow-everything': 'Name the callers that need it.',
  'selects-nothing': 'Correct what it selects, or delete it.',
  'never-decides':
    'Delete it, or put what it should say into the policy that decides.',
  'replaces-another':
    'Carry over what the replaced policy allowed, or make this one more general.',
  'widens-in-3.0': 'Write it with labels before the upgrade.',
  'refused-in-3.0': 'Write it anew with rules before the upgrade.',
  'over-permissive-grouping':
    'Write it with rules, or turn the cliques algorithm off on the control plane.',
  'empty-match':
    'Write what it is to match; Envoy refuses the whole configuration otherwise.',
};
