/** Character sets that devices write; names as the Encoding Standard knows them, so that every runtime reads them. */
export const rawHeaderCharsets = [
  'None',
  ...['windows-1252', 'iso-8859-2', 'windows-1250', 'windows-1251', 'koi8-r', 'iso-8859-7', 'windows-1253'],
  ...['windows-1254', 'windows-1255', 'windows-1256', 'windows-1257', 'windows-874', 'iso-8859-15', 'macintosh'],
  ...['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr', 'utf-8'],
] as const;
