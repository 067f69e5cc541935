// The image's health check: exit code 0 while the server answers. Plain JavaScript without dependencies.
const { KOPPEL_PORT = '4680', KOPPEL_TLS_CERT } = process.env;
if (KOPPEL_TLS_CERT) process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; // its own certificate, on its own loopback
try {
  const answer = await fetch(`${KOPPEL_TLS_CERT ? 'https' : 'http'}://127.0.0.1:${KOPPEL_PORT}/healthz`, {
    signal: AbortSignal.timeout(2_500),
  });
  process.exit(answer.ok ? 0 : 1);
} catch {
  process.exit(1);
}
