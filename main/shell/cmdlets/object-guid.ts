/**
 * The Guid that stands for an object of the configuration. The document knows names only, so it is made from kind and
 * name: the same as long as the object keeps its name, and different for every object.
 */
export function objectGuid(kind: string, name: string): string {
  const text = `${kind}\n${name.toLowerCase()}`;
  const words = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((seed) =>
    hash(text, seed).toString(16).padStart(8, '0'),
  );
  const digits = words.join('');
  // Version 8 (made by an application) and variant 1 of RFC 9562.
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-');
}

/** FNV-1a over UTF-16, stirred at the end. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
