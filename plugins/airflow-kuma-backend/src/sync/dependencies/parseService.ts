import { WrittenService } from './types';

/**
 * Reads `payments`, `default/payments`, `payments:8080` or
 * `default/payments:8080`; nothing where the text names no service.
 */
export function parseService(text: string): WrittenService | undefined {
  const trimmed = text.trim();
  const slash = trimmed.indexOf('/');
  const mesh = slash < 0 ? undefined : trimmed.slice(0, slash).trim();
  const rest = trimmed.slice(slash + 1).trim();
  const [, service, port] = /^(.*?)(?::(\d{1,5}))?$/s.exec(rest) ?? [];
  if (!service || mesh === '' || service.includes('/')) return undefined;
  const number = port === undefined ? undefined : Number(port);
  if (number !== undefined && (number < 1 || number > 65535)) return undefined;
  return {
    ...(mesh !== undefined && { mesh }),
    service,
    ...(number !== undefined && { port: number }),
  };
}
