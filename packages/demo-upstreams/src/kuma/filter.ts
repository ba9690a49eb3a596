import { Request } from 'express';
import { Resource } from './types';

/** Filters that Kuma's lists know: `name`, `tag`, `filter[labels.x]`. */
export function filterResources(
  request: Request,
  items: Resource[],
): Resource[] {
  const query = new URLSearchParams(request.url.split('?', 2)[1] ?? '');
  const name = query.get('name');
  const tags = query.getAll('tag');
  const labels = [...query.entries()].flatMap(([key, value]) => {
    const match = /^filter\[labels\.(.+)\]$/.exec(key);
    return match ? [{ key: match[1], value }] : [];
  });
  return items.filter(
    item =>
      (!name || item.name.includes(name)) &&
      labels.every(({ key, value }) => item.labels?.[key] === value) &&
      tags.every(tag => carriesTag(item, tag)),
  );
}

/** Substring match on the tags of any inbound, or on labels where there are none (3.0). */
function carriesTag(item: Resource, tag: string): boolean {
  const [key, value] = tag.split(':', 2);
  const inbounds: { tags?: Record<string, string> }[] =
    item.networking?.inbound ?? [];
  return inbounds.some(({ tags }) =>
    ((tags ?? item.labels ?? {})[key] ?? '').includes(value),
  );
}
