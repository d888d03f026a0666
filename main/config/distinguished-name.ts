/** Windows and Exchange print the most specific part first, with values that need it in quotes. */
export function distinguishedName(text: string): string {
  return text
    .split('\n')
    .reverse()
    .map((part) => {
      const [, type = '', value = ''] = /^([^=]+)=(.*)$/s.exec(part) ?? [];
      const plain = value.replaceAll(/\\(.)/g, '$1');
      return `${type}=${/[,+="<>#;]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain}`;
    })
    .join(', ');
}
