const MAX_NAME = 64;

/** The wanted name, or the first one with a number behind it that nobody has. */
export function freeName(taken: readonly { readonly name: string }[], wanted: string): string {
  const names = new Set(taken.map(({ name }) => name.toLowerCase()));
  const base = wanted.slice(0, MAX_NAME - 4);
  let name = base;
  for (let number = 2; names.has(name.toLowerCase()); number += 1) name = `${base} ${String(number)}`;
  return name;
}
