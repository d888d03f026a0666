/**
 * Domains of mail providers that anybody can have an address in. Nobody who runs a server here owns one, so none can be
 * an accepted domain of it.
 */
const PUBLIC_MAIL_DOMAINS: ReadonlySet<string> = new Set(
  [
    'gmail.com googlemail.com',
    'outlook.com outlook.de outlook.fr hotmail.com hotmail.co.uk hotmail.de hotmail.fr hotmail.it live.com live.nl msn.com',
    'yahoo.com yahoo.co.uk yahoo.co.jp yahoo.de yahoo.fr yahoo.it yahoo.es yahoo.ca yahoo.com.au yahoo.com.br ymail.com rocketmail.com aol.com',
    'icloud.com me.com mac.com',
    'proton.me protonmail.com pm.me tutanota.com tuta.com',
    'gmx.com gmx.net gmx.de gmx.at gmx.ch web.de t-online.de freenet.de mail.com mailbox.org posteo.de',
    'fastmail.com zoho.com hey.com hushmail.com',
    'orange.fr wanadoo.fr free.fr laposte.net libero.it virgilio.it',
    'comcast.net verizon.net att.net sbcglobal.net btinternet.com bigpond.com',
    'mail.ru yandex.ru yandex.com ukr.net seznam.cz wp.pl o2.pl',
    'qq.com 163.com 126.com naver.com daum.net rediffmail.com',
  ].flatMap((line) => line.split(' ')),
);

/** Whether a domain is a well-known public mail provider's, in any case. */
export function isPublicMailDomain(domain: string): boolean {
  return PUBLIC_MAIL_DOMAINS.has(domain.toLowerCase());
}
