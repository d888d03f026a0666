import fastifyStatic from '@fastify/static';
import { fastify } from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { invoke, serializeError } from '../api/serve.ts';
import type { ServeOptions } from '../api/serve.ts';
import type { Api } from '../contract/calls.ts';
import type { Caller } from '../contract/declaration.ts';
import type { SerializedError } from '../contract/port.ts';
import type { MessageContent } from '../transport/message-content.ts';
import type { Access } from './access.ts';
import { createMetrics } from './metrics.ts';
import { signInPage, signInStyle, signInStylePath } from './sign-in-page.ts';
import { staticManifest } from './static-files.ts';

/** What the console answers over HTTP. Browsers speak the contract over the WebSocket; POST /rpc is for programs. */

export interface RouteParts {
  readonly api: Api;
  readonly access: Access;
  readonly rendererFolder: string;
  /** A message that waits. Rejects with 'not-found' where it has left. */
  readonly content: (id: number) => Promise<MessageContent>;
  /** Known once the console listens. */
  readonly url: () => string;
  readonly onError: ServeOptions['onError'];
}

const MAX_BODY_BYTES = 1024 * 1024;
const rpcSchema = z.strictObject({ name: z.string().max(64), input: z.unknown() });
const HTTP_STATUS: Readonly<Record<string, number>> = {
  usage: 400,
  'config-invalid': 400,
  'not-allowed': 403,
  'not-found': 404,
  'config-conflict': 409,
  internal: 500,
};

export async function createRoutes(parts: RouteParts): Promise<FastifyInstance> {
  const app = fastify({ bodyLimit: MAX_BODY_BYTES, routerOptions: { ignoreTrailingSlash: false } });
  // Forms and JSON are understood, nothing else: no body that a foreign page can send unasked.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    if (status < 500)
      return reply
        .code(status)
        .send({ error: publicError('usage', error instanceof Error ? error.message : 'Bad request') });
    return reply.code(500).send({ error: serializeError(error, 'http', parts.onError) });
  });
  app.setNotFoundHandler((_request, reply) => notFound(reply));
  addOpenRoutes(app, parts);
  addProgramRoutes(app, parts);
  addContentRoute(app, parts);
  await addPageRoutes(app, parts);
  await app.ready();
  return app;
}

/** Without a token, or on the way to a cookie. */
function addOpenRoutes(app: FastifyInstance, { access }: RouteParts): void {
  app.get('/health', () => ({ status: 'ok' }));
  app.post('/session', (request, reply) => {
    const form = z.object({ token: z.string().max(256) }).safeParse(request.body);
    if (access.hasToken(request.raw))
      return reply
        .code(204)
        .header('set-cookie', access.newCookie(isTls(request)))
        .send();
    if (form.success && access.isToken(form.data.token.trim())) {
      return reply.header('set-cookie', access.newCookie(isTls(request))).redirect('/', 303);
    }
    return unauthorized(reply);
  });
}

/** For programs that hold the token. */
function addProgramRoutes(app: FastifyInstance, { api, access, url, onError }: RouteParts): void {
  const caller: Caller = { role: 'admin', name: 'postroom command' };
  const metrics = createMetrics(
    () => api.calls['status.get']({}, caller),
    () => api.calls['sendConnectors.gauges']({}, caller),
  );
  app.get('/metrics', async (request, reply) => {
    if (!access.hasToken(request.raw) && !access.hasCookie(request.raw)) return unauthorized(reply);
    const { type, text } = await metrics();
    return reply.type(type).send(text);
  });
  app.post('/code', (request, reply) => {
    if (!access.hasToken(request.raw)) return unauthorized(reply);
    return reply.send({ url: `${url()}?code=${access.newCode()}` });
  });
  app.post('/rpc', async (request, reply) => {
    if (!access.hasToken(request.raw)) return unauthorized(reply);
    if (request.headers['content-type']?.startsWith('application/json') !== true)
      return reply.code(415).send({ error: publicError('usage', 'Send JSON.') });
    const parsed = rpcSchema.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ error: publicError('usage', 'Send {"name": …, "input": …}.') });
    try {
      return await reply.send({ value: await invoke(api, parsed.data.name, parsed.data.input, caller) });
    } catch (error) {
      const serialized = serializeError(error, parsed.data.name, onError);
      return reply.code(HTTP_STATUS[serialized.code] ?? 422).send({ error: serialized });
    }
  });
}

/** A message to keep as a file. It is mail: nothing in it is ever shown or run here. */
function addContentRoute(app: FastifyInstance, { access, content, onError }: RouteParts): void {
  app.get<{ Params: { name: string } }>('/messages/:name', async (request, reply) => {
    if (!access.hasCookie(request.raw) && !access.hasToken(request.raw)) return unauthorized(reply);
    const id = /^(\d{1,16})\.eml$/.exec(request.params.name)?.[1];
    if (id === undefined) return notFound(reply);
    try {
      const { size, body } = await content(Number(id));
      return await reply
        .header('content-type', 'message/rfc822')
        .header('content-length', size)
        .header('content-disposition', `attachment; filename="message-${id}.eml"`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(body);
    } catch (error) {
      const serialized = serializeError(error, 'messages', onError);
      return reply.code(HTTP_STATUS[serialized.code] ?? 422).send({ error: serialized });
    }
  });
}

/** The interface, for browsers that have signed in. */
async function addPageRoutes(app: FastifyInstance, { access, rendererFolder }: RouteParts): Promise<void> {
  const files = await staticManifest(rendererFolder);
  await app.register(fastifyStatic, { root: rendererFolder, serve: false, cacheControl: false, suppressWarning: true });
  app.get('/', (request, reply) => {
    const { code } = z.object({ code: z.string().max(256).optional().catch(undefined) }).parse(request.query);
    const cookie = code === undefined ? null : access.redeem(code, isTls(request));
    // The code leaves the address bar with the redirect.
    if (cookie !== null) return reply.header('set-cookie', cookie).redirect('/', 303);
    if (!access.hasCookie(request.raw))
      return reply
        .code(401)
        .header('vary', 'accept-language')
        .type('text/html; charset=utf-8')
        .send(signInPage(request.headers['accept-language']));
    if (!files.has('index.html'))
      return reply.code(404).type('text/plain; charset=utf-8').send('The interface is not built. Run npm start once.');
    return reply.sendFile('index.html');
  });
  app.get(signInStylePath, (_request, reply) => reply.type('text/css; charset=utf-8').send(signInStyle));
  app.get('/*', (request, reply) => {
    if (!access.hasCookie(request.raw)) return unauthorized(reply);
    // The undecoded path: built files have names that need no encoding.
    const name = (request.raw.url ?? '').split('?', 1)[0]?.slice(1) ?? '';
    return files.has(name) ? reply.sendFile(name) : notFound(reply);
  });
}

function isTls({ protocol }: FastifyRequest): boolean {
  return protocol === 'https';
}

function unauthorized(reply: FastifyReply): FastifyReply {
  return reply
    .code(401)
    .send({ error: publicError('not-allowed', 'Sign in first. `postroom token` prints what is needed.') });
}

function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: publicError('not-found', 'There is nothing here.') });
}

function publicError(code: string, message: string): SerializedError {
  return { code, message, path: null, id: null };
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
