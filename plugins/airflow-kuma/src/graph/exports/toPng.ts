/** Browsers refuse canvases beyond this many pixels on a side. */
const MOST_PIXELS = 8_000;
/** Sharp on screens with two pixels a point. */
const SCALE = 2;

/** An SVG file as PNG. */
export async function toPng(svg: string): Promise<Blob> {
  const image = new Image();
  // Not a blob URL: Backstage's content security policy lets no image from one.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const longest = Math.max(image.width, image.height);
  const scale = Math.min(SCALE, MOST_PIXELS / longest);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const context = canvas.getContext('2d');
  if (!context)
    throw new Error('This browser draws no PNG; export SVG instead');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return await new Promise<Blob>((resolve, reject) =>
    canvas.toBlob(
      blob =>
        blob
          ? resolve(blob)
          : reject(new Error('This browser draws no PNG; export SVG instead')),
      'image/png',
    ),
  );
}
