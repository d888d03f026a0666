/** What can be asked about a message on its page. */
export type MessageDialog = 'edit' | 'hold' | 'route' | 'resend' | 'forward' | 'remove';
