/**
 * Sends access logs with the official exporter, as a collector would. A
 * program of its own: the exporter imports modules in a way that Jest refuses.
 *
 * Reads `{ url, token, encoding, resources: [{ attributes, records }] }` from stdin.
 */
const { readFileSync } = require('fs');
const http = require('@opentelemetry/exporter-logs-otlp-http');
const proto = require('@opentelemetry/exporter-logs-otlp-proto');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const {
  BatchLogRecordProcessor,
  LoggerProvider,
} = require('@opentelemetry/sdk-logs');

async function main() {
  const { url, token, encoding, resources } = JSON.parse(
    readFileSync(0, 'utf8'),
  );
  const { OTLPLogExporter } = encoding === 'json' ? http : proto;
  for (const { attributes, records } of resources) {
    const provider = new LoggerProvider({
      resource: resourceFromAttributes(attributes),
      processors: [
        new BatchLogRecordProcessor({
          exporter: new OTLPLogExporter({
            url,
            headers: { Authorization: token },
            compression: 'gzip',
          }),
        }),
      ],
    });
    const logger = provider.getLogger('access');
    for (const record of records) {
      logger.emit({
        timestamp: new Date(record.start),
        attributes: record.attributes,
      });
    }
    await provider.forceFlush();
    await provider.shutdown();
  }
}

main();
