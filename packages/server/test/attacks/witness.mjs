// Loaded into the attacked server before anything else: sees what it does to the world outside, and lets nothing leave this
// machine. Names below `attack.test` lead where their first label says, so that no look-up leaves it either.
import childProcess from 'node:child_process';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Stands for a machine of the internet: nothing of this lab goes there either, but Koppel may want to. */
const publicAddress = '93.184.216.34';
const deeds = [];
const plainObject = new Set(Reflect.ownKeys(Object.prototype));
const plainArray = new Set(Reflect.ownKeys(Array.prototype));
const asked = new Map();

/** `10-0-0-1.attack.test`, `x--1.attack.test` for IPv6, and `A.then.B.attack.test`: A at first, B from then on. */
function addressesOf(name) {
  const labels = name
    .toLowerCase()
    .replace(/\.attack\.test\.?$/, '')
    .split('.');
  const turn = asked.get(name) ?? 0;
  asked.set(name, turn + 1);
  const at = labels.indexOf('then');
  const chosen = at === -1 ? labels : turn === 0 ? labels.slice(0, at) : labels.slice(at + 1);
  return chosen.map((label) =>
    label.startsWith('x')
      ? { address: label.slice(1).replaceAll('-', ':'), family: 6 }
      : { address: label.replaceAll('-', '.'), family: 4 },
  );
}

const lookup = dns.lookup;
dns.lookup = (name, options, done) => {
  const answer = done ?? options;
  const all = typeof options === 'object' && options !== null && options.all === true;
  if (/\.attack\.test\.?$/i.test(name)) {
    const addresses = addressesOf(name);
    const [{ address, family }] = addresses;
    return void process.nextTick(() => (all ? answer(null, addresses) : answer(null, address, family)));
  }
  if (/^(localhost|[\d.]+|[\da-f:]+)$/i.test(name)) return lookup(name, options, done);
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND', hostname: name });
  return void process.nextTick(() => answer(error));
};
const sandbox = fileURLToPath(new URL('../../../sandbox/src/child.ts', import.meta.url));
for (const name of ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync']) {
  const original = childProcess[name];
  childProcess[name] = (...args) => {
    // The one program that Koppel starts: the process of the sandbox, with nothing of what the server knows.
    const isSandbox = name === 'fork' && args[0] === sandbox && Object.keys(args[2]?.env ?? process.env).length === 0;
    if (!isSandbox) deeds.push(`started a program: ${String(args[0])}`);
    return original(...args);
  };
}
syncBuiltinESMExports();

// Below all of net, tls and undici: nothing connects without passing here.
const { TCP } = process.binding('tcp_wrap');
const isOwnMachine = (address) => /^(127\.|::1$|::ffff:127\.|0\.0\.0\.0$|::$)/.test(address);
for (const name of ['connect', 'connect6']) {
  const original = TCP.prototype[name];
  TCP.prototype[name] = function connect(request, address, ...rest) {
    if (isOwnMachine(address)) return original.call(this, request, address, ...rest);
    if (address !== publicAddress) deeds.push(`opened a socket to ${address}`);
    return -111; // ECONNREFUSED
  };
}

process.on('message', () => {
  const polluted = [
    ...Reflect.ownKeys(Object.prototype).filter((key) => !plainObject.has(key)),
    ...Reflect.ownKeys(Array.prototype).filter((key) => !plainArray.has(key)),
  ];
  process.send({ deeds: deeds.splice(0), polluted: polluted.map(String), hasProto: '__proto__' in Object.prototype });
});
process.channel?.unref();
