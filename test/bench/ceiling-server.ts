import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import { SMTPServer } from 'smtp-server';

/** smtp-server without its fixed wait before the banner, discarding what it gets. Started as a process by the bench. */
SMTPConnection.prototype.init = function init(this: SMTPConnection): void {
  this._setListeners(() => {
    this.connectionReady();
  });
};

new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  logger: false,
  onData(stream, _session, callback) {
    stream.resume();
    stream.on('end', callback);
  },
}).listen(Number(process.argv[2]), '127.0.0.1');
