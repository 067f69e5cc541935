/**
 * What runs in the isolate before the code of a node, as source text. It knows nothing of the process outside. The same record
 * gives the same answer: there is no clock and no chance. What it needs itself it takes hold of before the code could change it.
 */
export const prelude = `(() => {
'use strict';
const { parse, stringify } = JSON;
const { freeze, keys, defineProperty, getOwnPropertyDescriptor, getOwnPropertyDescriptors, getPrototypeOf } = Object;
const { ownKeys } = Reflect;
const { isArray } = Array;
const call = Function.prototype.call;
const charge = call.bind(String.prototype.slice);
const TextOf = String;
const never = (name, instead) => () => {
  throw new Error(name + ' is not there: the same record has to give the same result. ' + instead);
};
const RealDate = Date;
const noClock = never('The clock', 'Use run.today.');
const FixedDate = function (...given) {
  if (!new.target || given.length === 0) return noClock();
  return Reflect.construct(RealDate, given, new.target === FixedDate ? RealDate : new.target);
};
FixedDate.prototype = RealDate.prototype;
FixedDate.UTC = RealDate.UTC;
FixedDate.parse = RealDate.parse;
FixedDate.now = noClock;
RealDate.prototype.constructor = FixedDate;
globalThis.Date = FixedDate;
// Without a moment both take the one that it is.
const dates = Intl.DateTimeFormat.prototype;
const formatOf = getOwnPropertyDescriptor(dates, 'format').get;
const formatToParts = dates.formatToParts;
defineProperty(dates, 'format', {
  get() {
    const format = call.call(formatOf, this);
    return (moment) => (moment === undefined ? noClock() : format(moment));
  },
});
dates.formatToParts = function (moment) {
  return moment === undefined ? noClock() : call.call(formatToParts, this, moment);
};
Math.random = never('Math.random', 'Use the key of the record.');
for (const name of ['WebAssembly', 'SharedArrayBuffer', 'Atomics', 'WeakRef', 'FinalizationRegistry', 'eval'])
  delete globalThis[name];
// Code comes as the text of the node and in no other way.
for (const kind of [function () {}, async function () {}, function* () {}, async function* () {}]) {
  defineProperty(getPrototypeOf(kind), 'constructor', {
    value: never('Function', 'Write the function in the code of the node.'),
    writable: false,
    configurable: false,
  });
}
globalThis.Function = never('Function', 'Write the function in the code of the node.');
// What patterns matched last.
for (const [name, { get }] of Object.entries(getOwnPropertyDescriptors(RegExp))) if (get) delete RegExp[name];
const nowhere = { line: null, column: null };
const placeOf = (error) => {
  try {
    const found = /code:(\\d+):(\\d+)/.exec(TextOf(error && error.stack));
    return found ? { line: Number(found[1]), column: Number(found[2]) } : nowhere;
  } catch {
    return nowhere;
  }
};
const words = (error) => {
  try {
    if (error instanceof Error) return charge(TextOf(error.message), 0, 500);
    return charge(typeof error === 'string' ? error : stringify(error) ?? TextOf(error), 0, 500);
  } catch {
    return 'The code threw something that cannot be read.';
  }
};
const problem = (kind, message, at) => ({ ok: false, problem: { kind, message, line: at.line, column: at.column } });
const functionOf = (make) => {
  const made = make();
  if (typeof made !== 'function') throw new TypeError('What the code exports is no function. Write: export default function (record, run) { … }');
  return made;
};
const answerOf = (make, record, run, most) => {
  let given;
  try {
    given = functionOf(make)(record, run);
  } catch (error) {
    return problem('threw', words(error), placeOf(error));
  }
  if (given === undefined || given === null) return { ok: true, values: {} };
  if (typeof given !== 'object' || isArray(given) || typeof given.then === 'function')
    return problem('result', 'The code gave ' + (isArray(given) ? 'a list' : typeof given === 'object' ? 'a promise' : 'a ' + typeof given) + ', and not an object with fields.', nowhere);
  let text;
  try {
    const plain = {};
    for (const name of keys(given)) plain[name] = given[name] === undefined ? null : given[name];
    text = stringify(plain);
  } catch (error) {
    return problem('result', 'What the code gave cannot be written down: ' + words(error), nowhere);
  }
  if (text.length > most) return problem('tooLarge', 'The code gave ' + text.length + ' characters for one record; at most ' + most + ' are taken.', nowhere);
  return { ok: true, values: parse(text) };
};
// Whatever one record throws, and from wherever, costs no other.
const answerTo = (make, record, run, most) => {
  try {
    return answerOf(make, record, run, most);
  } catch (error) {
    return problem('threw', words(error), placeOf(error));
  }
};
const recordOf = (fields, values) => {
  const record = {};
  for (let at = 0; at < fields.length; at += 1) record[fields[at]] = values[at];
  return freeze(record);
};
const handle = (make, text) => {
  const { fields, records, run, most, isTrial } = parse(text);
  freeze(run);
  const answers = [];
  if (isTrial) {
    try {
      functionOf(make);
      return stringify([{ ok: true, values: {} }]);
    } catch (error) {
      return stringify([problem('syntax', words(error), placeOf(error))]);
    }
  }
  for (let at = 0; at < records.length; at += 1) answers[at] = answerTo(make, recordOf(fields, records[at]), run, most);
  return stringify(answers);
};
// Nothing that a record leaves behind is there for the next one: neither a global name nor a changed method.
const mayBeSet = (holder, names) => {
  for (const name of names) {
    const { value } = getOwnPropertyDescriptor(holder, name);
    const set = function (next) {
      if (this === holder) throw new TypeError('Cannot change ' + name + ' for all.');
      defineProperty(this, name, { value: next, writable: true, enumerable: true, configurable: true });
    };
    defineProperty(holder, name, { get: () => value, set, configurable: false });
  }
};
// An object of its own may still have these, as errors have their names.
mayBeSet(Object.prototype, ['constructor', 'toString', 'valueOf', 'toLocaleString']);
for (const kind of [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError])
  mayBeSet(kind.prototype, ['name', 'message']);
const frozen = new Set();
const freezeAll = (thing) => {
  if ((typeof thing !== 'object' && typeof thing !== 'function') || thing === null || frozen.has(thing)) return;
  frozen.add(thing);
  freeze(thing);
  freezeAll(getPrototypeOf(thing));
  for (const name of ownKeys(thing)) {
    const { value, get, set } = getOwnPropertyDescriptor(thing, name);
    for (const part of [value, get, set]) freezeAll(part);
  }
};
// What no name leads to.
const segments = new Intl.Segmenter().segment('');
for (const hidden of [
  function* () {}, async function () {}, async function* () {}, [].values(), new Map().entries(), new Set().entries(),
  ''[Symbol.iterator](), ''.matchAll(/x/g), [].values().map(() => 0), Iterator.from({}), segments, segments[Symbol.iterator](),
])
  freezeAll(getPrototypeOf(hidden));
freezeAll(globalThis);
return handle;
})();
`;
