import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';

/** Beginnings of markup; a `&` before anything else is only itself. */
const MARKUP = /[<>]|&(?=[#0-9A-Za-z])/g;

/**
 * What looks the same to people, and is no markup. After the `&` stands a
 * space without width: no font lacks it, and no HTML reads an entity over it.
 */
const LOOKALIKES: Record<string, string> = {
  '<': '‹',
  '>': '›',
  '&': '&\u200b',
};

/**
 * The only way in which this plugin notifies: as plain text. Reasons, names
 * and rationales come from people and upstreams. The portal shows them as
 * text, but Backstage's e-mail processor puts a description into HTML as it
 * is. Escaping would be right there and wrong everywhere else, so what could
 * be markup is replaced by what cannot.
 */
export class PlainNotifications implements NotificationService {
  // Private, so that TypeScript takes no other service for this one.
  private readonly service: NotificationService;

  constructor(service: NotificationService) {
    this.service = service;
  }

  async send(options: NotificationSendOptions): Promise<void> {
    const { title, description, ...payload } = options.payload;
    await this.service.send({
      ...options,
      payload: {
        ...payload,
        title: toPlain(title),
        ...(description !== undefined && { description: toPlain(description) }),
      },
    });
  }
}

function toPlain(text: string): string {
  return text.replace(MARKUP, sign => LOOKALIKES[sign]);
}
