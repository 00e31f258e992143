import { imageSize } from 'image-size';
import { z } from 'zod';
import { storable } from './storable.ts';

/** A picture of pixels in an output. */
export interface Picture {
  readonly ending: string;
  /** What the notebook says for those who can't see it. */
  readonly alt?: string | undefined;
  /** In pixels, where the format tells. */
  readonly width?: number | undefined;
  readonly bytes: Buffer;
}

const base64 = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]);

/** Pictures that are nothing but pixels. An SVG can hold scripts and foreign addresses: it is not among them. */
const formats = [
  { mime: 'image/png', ending: 'png', signature: Buffer.from([0x89, 0x50, 0x4e, 0x47]) },
  { mime: 'image/jpeg', ending: 'jpg', signature: Buffer.from([0xff, 0xd8, 0xff]) },
];
const mostBytes = 5_000_000;
/** Few bytes can say that they are a picture that fills a browser's memory: four bytes for each pixel. */
const mostPixels = 100_000_000;

type Named = Readonly<Record<string, unknown>>;

/** The picture among what an output shows, in its first format, of at most 5 MB and 100 million pixels. */
export function pictureIn(data: Named = {}, metadata: Named = {}): Picture | undefined {
  for (const { mime, ending, signature } of formats) {
    const read = base64.safeParse(data[mime]);
    if (!read.success || read.data.length > 1.4 * mostBytes) continue;
    const bytes = Buffer.from(read.data, 'base64');
    const isFormat = bytes.subarray(0, signature.length).equals(signature);
    if (bytes.length <= mostBytes && isFormat && pixelsIn(bytes) <= mostPixels)
      return { ending, alt: altOf(metadata, mime), width: widthOf(bytes, ending), bytes };
  }
  return undefined;
}

/** A PNG's first chunk begins with its width (RFC 2083). */
function widthOf(picture: Buffer, ending: string): number | undefined {
  return ending === 'png' && picture.length >= 20 ? picture.readUInt32BE(16) : undefined;
}

/** As the picture says itself; of one that says nothing nobody will see any. */
function pixelsIn(bytes: Buffer): number {
  try {
    const { width, height } = imageSize(bytes);
    return width * height;
  } catch {
    return 0;
  }
}

const alternative = z.object({ alt: z.string() });

/** The alternative text as nbconvert looks for it: in the output's metadata, or in those of its format. */
function altOf(metadata: Named, mime: string): string | undefined {
  const given = [metadata[mime], metadata]
    .map((at) => alternative.safeParse(at))
    .find(({ success }) => success);
  return (given?.data && storable(given.data.alt, 300)) || undefined;
}
