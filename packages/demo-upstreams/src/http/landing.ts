import { Request, Response } from 'express';
import { reply } from './reply';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character]);
}

/** Where links of the portal land: says what would be seen here. */
export function guiPage(
  request: Request,
  response: Response,
  product: 'Airflow' | 'Kuma' | 'Prometheus',
): void {
  const path = decode(request.path);
  reply(response, {
    contentType: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': "default-src 'none'" },
    body: [
      '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">',
      `<title>Demo stand-in for ${product}</title></head><body>`,
      `<h1>Demo stand-in</h1><p>A real ${product} would show `,
      `<code>${escape(path)}</code> here. All data is demo data.</p>`,
      '</body></html>',
    ].join(''),
  });
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
