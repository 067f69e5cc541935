export { withClosedEgress } from './closed-egress.ts';
export { createHttpClient, type ClosableHttpClient, type HttpClientOptions } from './client.ts';
export { maxRetryAfterMs, retryAfterMs } from './retry-after.ts';
export { repeatReads } from './repeat-reads.ts';
