import type { SendConnector } from '../config/snapshot.ts';

/** Where a send connector with OAuth gets its tokens. Both reject with a PostroomError whose sentence says what to do. */
export interface TokenSource {
  /** A token that is good for now. */
  token(connector: SendConnector): Promise<string>;
  /** Another one for a token that the server refused; null where that one is too young to be the reason. */
  renew(connector: SendConnector, refused: string): Promise<string | null>;
}
