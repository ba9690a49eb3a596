import { DeclaredDependency } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { parse, stringify, YAMLError } from 'yaml';
import { z } from 'zod';
import { parseService } from './parseService';
import { DeclarationRules } from './types';

// A block of front matter is a few lines; the rest of a document is not ours.
const MAX_LENGTH = 20_000;

const entry = z.union([
  z.string(),
  z.object({
    service: z.string().min(1),
    mesh: z.string().min(1).optional(),
    port: z.number().int().min(1).max(65535).optional(),
  }),
]);

/**
 * Services that a front matter block in `doc_md` declares:
 *
 * ```yaml
 * ---
 * calls: [payments, legacy/ledger:8080]
 * ---
 * ```
 *
 * A block that is no YAML, or entries that name no service, give a reason
 * instead: people should learn why their declaration has no effect.
 */
export function fromDoc(
  docMd: string | undefined,
  rules: DeclarationRules,
): { declared: DeclaredDependency[]; problem?: string } {
  const block = frontMatter(docMd);
  if (block === undefined) return { declared: [] };
  let content: unknown;
  try {
    content = parse(block);
  } catch (error) {
    return {
      declared: [],
      problem: `The front matter of doc_md is no valid YAML (${reasonOf(
        error,
      )})`,
    };
  }
  const calls = z
    .looseObject({ [rules.docKey]: z.unknown() })
    .safeParse(content);
  const value = calls.success ? calls.data[rules.docKey] : undefined;
  if (value === undefined || value === null) return { declared: [] };

  const declared: DeclaredDependency[] = [];
  const odd: string[] = [];
  for (const item of Array.isArray(value) ? value : [value]) {
    const written = readEntry(item);
    const text = `${rules.docKey}: ${describe(item)}`;
    if (written) {
      declared.push({ ...written, evidence: [{ via: 'doc', text }] });
    } else {
      odd.push(describe(item));
    }
  }
  return {
    declared,
    ...(odd.length > 0 && {
      problem: `"${rules.docKey}" in doc_md names no service: ${odd.join(
        ', ',
      )}`,
    }),
  };
}

/** The parser's code alone: its message quotes the document. */
function reasonOf(error: unknown): string {
  return error instanceof YAMLError ? error.code : 'unreadable';
}

function frontMatter(docMd: string | undefined): string | undefined {
  const text = docMd?.slice(0, MAX_LENGTH).trimStart();
  return /^---[ \t]*\r?\n(.*?)^[ \t]*---[ \t]*\r?$/ms.exec(
    text?.startsWith('---') ? text.replace(/^[ \t]+(?=---)/gm, '') : '',
  )?.[1];
}

function readEntry(item: unknown) {
  const parsed = entry.safeParse(item);
  if (!parsed.success) return undefined;
  return typeof parsed.data === 'string'
    ? parseService(parsed.data)
    : parsed.data;
}

function describe(item: unknown): string {
  return typeof item === 'string'
    ? item.slice(0, 200)
    : stringify(item, { collectionStyle: 'flow' }).trim().slice(0, 200);
}
