/** CRC-32 as it stands in a row: 8 hexadecimal digits. It finds decay, not intent. */
export function checksumText(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
