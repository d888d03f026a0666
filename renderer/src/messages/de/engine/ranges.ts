import type { Templates } from '../../../catalogue.ts';

/** Adressen, Bereiche und Bindungen, die keine sind. */

export const ranges: Templates = {
  '"{text}" has a hexadecimal part; write the four numbers in decimal, such as 10.0.0.1.':
    '„{text}“ hat einen hexadezimalen Teil; die vier Zahlen dezimal schreiben, etwa 10.0.0.1.',
  '"{text}" is a short form with {count} of 4 numbers; write all four, such as 10.0.0.1.':
    '„{text}“ ist eine Kurzform mit {count} von 4 Zahlen; alle vier schreiben, etwa 10.0.0.1.',
  '"{text}" has a number with a leading zero, "{octal}", which some programs read as octal; write it without the zero.':
    '„{text}“ hat eine Zahl mit führender Null, „{octal}“, die manche Programme oktal lesen; sie ohne die Null schreiben.',
  '"{text}" has the number {number}; each of the four can be 0 to 255.':
    '„{text}“ hat die Zahl {number}; jede der vier kann 0 bis 255 sein.',
  '"{text}" is not an IP address; write one such as 192.168.1.20 or fe80::1, a range, or a network such as 192.168.1.0/24.':
    '„{text}“ ist keine IP-Adresse; eine schreiben wie 192.168.1.20 oder fe80::1, einen Bereich oder ein Netz wie 192.168.1.0/24.',
  '"{text}" has no usable scope id; write it as fe80::1%11 or leave it out.':
    '„{text}“ hat keine brauchbare Bereichs-ID; sie als fe80::1%11 schreiben oder weglassen.',
  '"{mask}" in "{text}" is not a netmask such as 255.255.255.0.':
    '„{mask}“ in „{text}“ ist keine Netzmaske wie 255.255.255.0.',
  '"{mask}" in "{text}" is not a netmask: its one bits must stand in front without a gap, as in 255.255.255.0.':
    '„{mask}“ in „{text}“ ist keine Netzmaske: Ihre Einsen müssen lückenlos vorn stehen wie in 255.255.255.0.',
  '"{text}" gives a netmask with an IPv6 address; write a prefix such as /64.':
    '„{text}“ verbindet eine Netzmaske mit einer IPv6-Adresse; ein Präfix wie /64 schreiben.',
  '"/{prefix}" in "{text}" is not a prefix length; write a number such as /{example}.':
    '„/{prefix}“ in „{text}“ ist keine Präfixlänge; eine Zahl schreiben wie /{example}.',
  '"/{prefix}" in "{text}" is out of range: the prefix of this address can be 0 to {bits}.':
    '„/{prefix}“ in „{text}“ ist zu groß: Das Präfix dieser Adresse kann 0 bis {bits} sein.',
  '"{text}" reaches beyond the IPv4-mapped addresses; write the IPv4 and the IPv6 network as two ranges.':
    '„{text}“ reicht über die IPv4-zugeordneten Adressen hinaus; das IPv4- und das IPv6-Netz als zwei Bereiche schreiben.',
  '"{text}" mixes IPv4 and IPv6; both ends must be of the same kind.':
    '„{text}“ mischt IPv4 und IPv6; beide Enden müssen von derselben Art sein.',
  '"{text}" runs backwards; write the lower address first.':
    '„{text}“ läuft rückwärts; die kleinere Adresse zuerst schreiben.',
  'An IP address range is longer than any address can be; check the list.':
    'Ein IP-Adressbereich ist länger, als eine Adresse sein kann; die Liste prüfen.',
  '"{text}" is not a binding; write an address and a port such as 192.168.1.10:25, 0.0.0.0:25 or [::]:25.':
    '„{text}“ ist keine Bindung; eine Adresse und einen Port schreiben wie 192.168.1.10:25, 0.0.0.0:25 oder [::]:25.',
  '"{text}" has the port {port}; a port can be 1 to 65535.':
    '„{text}“ hat den Port {port}; ein Port kann 1 bis 65535 sein.',
};
