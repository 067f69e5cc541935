import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import fastifyWebsocket from '@fastify/websocket';
import { misfitOf } from '@koppel/model';
import { maxClientMessageBytes } from '@koppel/protocol';
import { StoreError } from '@koppel/store';
import type { Redaction } from '@koppel/sdk';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { compressAnswers } from './compression.ts';
import { demandDeclaredAccess } from './addresses.ts';
import type { Principal } from './principal.ts';
import { HttpProblem } from './problems.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes it, once its route found out. */
    principal: Principal | null;
  }
}

export interface AppOptions {
  readonly version: string;
  readonly isHttps: boolean;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly redaction: Redaction;
  /** Writes one line to the server's log. */
  readonly log: (line: { level: 'warn' | 'error'; message: string; requestId?: string; error?: unknown }) => void;
}

/**
 * What Fastify does not pass on. A time for the headers that is longer than that of the whole request changes places with it,
 * and a socket whose time is over stays until all are looked through.
 */
const socketTimes = { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 } as const;
const bodyLimitBytes = 4 * 1024 * 1024;

/** Scripts, styles and everything else from this server only; Monaco's styles force the one exception. */
const contentPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    workerSrc: ["'self'"],
    connectSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
  },
};

/** An HTTP server with everything that holds for all routes: limits, headers, errors, the API's description. */
export async function createApp({ version, isHttps, tls, redaction, log }: AppOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    ...(tls ? { https: { cert: tls.cert, key: tls.key, ...socketTimes } } : { http: socketTimes }),
    logger: false,
    bodyLimit: bodyLimitBytes,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
  }) as unknown as FastifyInstance;
  demandDeclaredAccess(app);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => {
    const problem = asProblem(error, request, log);
    void reply.code(problem.status).send(problem.body(request.id));
  });
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: contentPolicy,
    hsts: isHttps ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
  });
  app.decorateRequest('principal', null);
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
  });
  // What another system repeated of what it was sent must not leave by an answer either, whatever handler passes it on.
  app.addHook('onSend', async (request, _reply, payload) =>
    typeof payload === 'string' && request.url.startsWith('/api/') ? redaction.text(payload) : payload,
  );
  compressAnswers(app);
  await app.register(fastifyRateLimit, {
    max: 600,
    timeWindow: 60_000,
    // Behind the route's own check of who calls: people behind one proxy do not share one limit.
    hook: 'preHandler',
    keyGenerator: (request: FastifyRequest) => request.principal?.userId ?? request.ip,
    allowList: (request: FastifyRequest) =>
      !request.url.startsWith('/api/') || request.principal?.kind === 'commandLine',
    errorResponseBuilder: (_request, context) =>
      new HttpProblem(429, {
        code: 'api.too-many-requests',
        message: 'Too many requests came in the last minute.',
        remedy: `Wait ${Math.ceil(context.ttl / 1000)} s, then try again.`,
      }),
  });
  await app.register(fastifyCookie);
  await app.register(fastifyWebsocket, {
    options: { maxPayload: maxClientMessageBytes, perMessageDeflate: false },
  });
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Koppel',
        version,
        description:
          'Everything the screen and the command line do. Changes need the session cookie and the header x-koppel-csrf.',
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(fastifySwaggerUi, { routePrefix: '/api/docs' });
  return app;
}

function asProblem(error: unknown, request: FastifyRequest, log: AppOptions['log']): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof StoreError) {
    log({ level: 'error', message: error.message, requestId: request.id, error: error.cause });
    const { code, message, remedy } = error;
    return new HttpProblem(code === 'store.disk-full' ? 503 : 500, { code, message, remedy });
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields: Record<string, string> = {};
    for (const { instancePath, keyword: code, message, params } of error.validation) {
      const issue = { ...params, code, message } as z.core.$ZodIssue;
      fields[instancePath.slice(1).replaceAll('/', '.')] ??= misfitOf(issue);
    }
    const [field, why] = Object.entries(fields)[0]!;
    return new HttpProblem(400, {
      code: 'api.does-not-fit',
      message: field === '' ? `The request does not fit: ${why}` : `"${field}" does not fit: ${why}`,
      remedy: 'Correct the marked fields.',
      fields,
    });
  }
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new HttpProblem(statusCode, {
      code: code ? `api.${code.toLowerCase().replaceAll('_', '-')}` : 'api.refused',
      message: statusCode === 413 ? 'The request is larger than it may be.' : 'The request cannot be read.',
      remedy: statusCode === 413 ? 'Send less at a time.' : 'Check that it is JSON, as the API page describes.',
    });
  }
  log({
    level: 'error',
    message: `${request.method} ${request.routeOptions.url ?? ''} failed`,
    requestId: request.id,
    error,
  });
  return new HttpProblem(500, {
    code: 'api.our-mistake',
    message: 'The server met a mistake of its own. Nothing was changed by this request.',
    remedy: 'Try again. If it happens again, send the request id to support.',
  });
}
