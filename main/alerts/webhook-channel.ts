import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { request as httpRequest, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Clock } from '../clock.ts';
import type { AlertSettings } from '../config/snapshot.ts';
import type { AlertNotice } from '../contract/alert-view.ts';
import { oneLine } from '../transport/mime-text.ts';
import type { Channel, SendResult } from './channel.ts';
import { textOf } from './notice-text.ts';
import { isForbiddenAddress } from './webhook-address.ts';

/** Alerts as JSON to an address of the administrator's. Redirects are not followed and nothing of the answer is shown. */

const TIMEOUT_MS = 15_000;
/** Busy or too fast: the same again later may be taken. */
const RETRIED_4XX = new Set([408, 425, 429]);

export interface WebhookChannelParts {
  readonly clock: Clock;
  readonly settings: () => AlertSettings;
  readonly serverName: () => string;
  readonly version: string;
  /** Bearer token, or null. */
  readonly token: () => Promise<string | null>;
  /** Authorities to trust besides the system's; for tests. */
  readonly ca?: string;
}

export function createWebhookChannel(parts: WebhookChannelParts): Channel {
  return {
    isSetUp: () => parts.settings().webhook !== null,
    async send(notice, _open, signal) {
      const { webhook } = parts.settings();
      if (webhook === null) return { state: 'failed', text: 'There is no address for the webhook.' };
      const url = new URL(webhook);
      try {
        return judge(await post(parts, url, notice, signal), url.host);
      } catch (error) {
        return { state: 'retry', text: `The webhook ${url.host} did not answer: ${reasonOf(error)}.` };
      }
    },
  };
}

function judge(status: number, host: string): SendResult {
  const answer = `The webhook ${host} answered ${String(status)}`;
  if (status >= 200 && status < 300) return { state: 'sent', text: `${answer}.` };
  if (status >= 300 && status < 400) {
    return {
      state: 'failed',
      text: `${answer}: it is somewhere else. Redirects are not followed; set its final address.`,
    };
  }
  if (status >= 400 && status < 500 && !RETRIED_4XX.has(status)) {
    return { state: 'failed', text: `${answer}: it does not take alerts. Correct its address or its token.` };
  }
  return { state: 'retry', text: `${answer}; it is tried again.` };
}

async function post(parts: WebhookChannelParts, url: URL, notice: AlertNotice, signal: AbortSignal): Promise<number> {
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && isForbiddenAddress(host)) throw new Error(FORBIDDEN);
  const body = Buffer.from(JSON.stringify(payloadOf(notice, parts.serverName())));
  const token = await parts.token();
  const options: RequestOptions & { ca?: string } = {
    method: 'POST',
    agent: false,
    signal,
    lookup: vettedLookup,
    headers: {
      'content-type': 'application/json',
      'content-length': body.length,
      'user-agent': `Postroom/${parts.version}`,
      // Who gets the same alert twice can tell.
      'idempotency-key': notice.id,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(parts.ca === undefined ? {} : { ca: parts.ca }),
  };
  return exchange((url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options), body, parts.clock);
}

function exchange(request: ClientRequest, body: Buffer, clock: Clock): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(TIMEOUT_MS, () => request.destroy(new Error('it took too long')));
    const settled = (): void => timer.cancel();
    request.on('error', (error) => {
      settled();
      reject(error);
    });
    request.on('response', (response: IncomingMessage) => {
      settled();
      // What it says beyond its status is of no interest, and may be endless.
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.end(body);
  });
}

const FORBIDDEN = 'its address is one that machines keep for themselves';

/** The address that is judged is the one that is connected to. */
const vettedLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) {
      callback(error, []);
      return;
    }
    const allowed = addresses.filter(({ address }) => !isForbiddenAddress(address));
    const [first] = allowed;
    if (first === undefined) callback(new Error(FORBIDDEN), []);
    else if (options.all === true) callback(null, allowed);
    else callback(null, first.address, first.family);
  });
};

/** What is posted. `text` is the whole as plain text, which chat programs show. */
export function payloadOf(notice: AlertNotice, server: string): object {
  const { id, kind, title, problems, recovered, failures, figures, atMs } = notice;
  return {
    ...{ product: 'Postroom', server, id, kind, title, text: textOf(notice, server) },
    ...{ at: new Date(atMs).toISOString(), problems, recovered, failures, figures },
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return oneLine(error.message === '' ? (code ?? error.name) : error.message, 200);
}
