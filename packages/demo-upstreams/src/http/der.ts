/**
 * Just enough DER to write an X.509 certificate: Node can read certificates
 * but not make them, and a key pair in the repository would be a secret in
 * the repository.
 */
export function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

export function set(...parts: Buffer[]): Buffer {
  return tagged(0x31, Buffer.concat(parts));
}

export function explicit(number: number, content: Buffer): Buffer {
  return tagged(0xa0 + number, content);
}

export function implicit(number: number, content: Buffer): Buffer {
  return tagged(0x80 + number, content);
}

/** A positive number; DER wants its shortest form and forbids all others. */
export function integer(content: Buffer): Buffer {
  const start = content.findIndex(byte => byte !== 0);
  const digits = content.subarray(start === -1 ? content.length - 1 : start);
  const padding = digits[0] & 0x80 ? Buffer.from([0]) : Buffer.alloc(0);
  return tagged(0x02, Buffer.concat([padding, digits]));
}

export function objectIdentifier(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number);
  return tagged(
    0x06,
    Buffer.from([first * 40 + second, ...rest.flatMap(base128)]),
  );
}

export function utf8String(text: string): Buffer {
  return tagged(0x0c, Buffer.from(text));
}

export function octetString(content: Buffer): Buffer {
  return tagged(0x04, content);
}

export function bitString(content: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), content]));
}

export function generalizedTime(milliseconds: number): Buffer {
  const text = new Date(milliseconds).toISOString().replace(/[-:T]/g, '');
  return tagged(0x18, Buffer.from(`${text.slice(0, 14)}Z`));
}

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

function length(value: number): Buffer {
  if (value < 0x80) return Buffer.from([value]);
  if (value < 0x100) return Buffer.from([0x81, value]);
  return Buffer.from([0x82, value >> 8, value & 0xff]);
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) {
    digits.unshift((rest & 0x7f) | 0x80);
  }
  return digits;
}
