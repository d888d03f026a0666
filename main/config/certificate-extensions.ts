/** What a certificate file may end in. */
export const certificateExtensions: ReadonlySet<string> = new Set(['.crt', '.cer', '.pem']);
