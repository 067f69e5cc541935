import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonBatch, multipartBatch, readJsonBatch, readMultipartBatch } from '../src/index.ts';

const answer = (status: number, body: string, headers = '') =>
  `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 ${status} Whatever\r\n${headers}\r\n${body}\r\n`;
const joined = (boundary: string, parts: readonly string[]) =>
  `${parts.map((part) => `--${boundary}\r\n${part}`).join('')}--${boundary}--\r\n`;
const read = (body: string, type = 'multipart/mixed; boundary=batchresponse_1') =>
  readMultipartBatch(type, Buffer.from(body))?.flat() ?? null;

describe('a multipart batch', () => {
  test('is written with CRLF everywhere and headers per part', () => {
    const { contentType, body } = multipartBatch([
      { method: 'PATCH', path: '/api/a(1)', headers: ['If-Match: W/"1"'], body: '{"a":1}' },
      { method: 'GET', path: '/api/a(2)', headers: [], body: null },
    ]);
    const boundary = /boundary="([^"]+)"/.exec(contentType)![1]!;
    const head = `--${boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n`;
    expect(body).toBe(
      `${head}PATCH /api/a(1) HTTP/1.1\r\nIf-Match: W/"1"\r\n\r\n{"a":1}\r\n` +
        `${head}GET /api/a(2) HTTP/1.1\r\n\r\n\r\n--${boundary}--\r\n`,
    );
  });

  test('carries change sets, whose answers come together: all of them, or the one that refuses', () => {
    const request = (path: string) => ({ method: 'PATCH', path, headers: ['If-Match: *'], body: '{}' });
    const { contentType, body } = multipartBatch([request('/a(1)'), [request('/a(2)'), request('/a(3)')]]);
    const outer = /boundary="([^"]+)"/.exec(contentType)![1]!;
    const inner = /boundary="(changeset_[^"]+)"/.exec(body)![1]!;
    const part = (path: string, id = '') => `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n${id}\r\nPATCH ${path} HTTP/1.1\r\nIf-Match: *\r\n\r\n{}\r\n`; // prettier-ignore
    expect(body).toBe(
      `--${outer}\r\n${part('/a(1)')}--${outer}\r\nContent-Type: multipart/mixed;boundary="${inner}"\r\n\r\n` +
        `--${inner}\r\n${part('/a(2)', 'Content-ID: 1\r\n')}--${inner}\r\n${part('/a(3)', 'Content-ID: 2\r\n')}--${inner}--\r\n--${outer}--\r\n`,
    );
    const set = `Content-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n${joined('changesetresponse_1', [answer(204, ''), answer(201, '{"a":1}')])}`; // prettier-ignore
    const type = 'multipart/mixed; boundary=batchresponse_1';
    const statuses = (text: string) => readMultipartBatch(type, text)!.map((some) => some.map(({ status }) => status));
    expect(statuses(joined('batchresponse_1', [answer(204, ''), set, answer(400, '{}')]))).toEqual([[204], [204, 201], [400]]); // prettier-ignore
  });

  test.each([
    [{ method: 'GET', path: '/a\r\nX: y', headers: [], body: null }],
    [{ method: 'GET', path: '/a', headers: ['If-Match: "1"\nX: y'], body: null }],
  ])('takes no line end where it would begin something else', (request) => {
    expect(() => multipartBatch([request])).toThrow(RangeError);
  });

  test('is read in order with status, headers and body', () => {
    const answers = read(
      joined('batchresponse_1', [
        answer(204, '', 'OData-EntityId: https://x/accounts(1)\r\nETag: W/"7"\r\n'),
        answer(412, '{"error":{"code":"0x80060882","message":"The version …"}}', 'Content-Type: application/json\r\n'),
      ]),
    )!;
    expect(answers.map(({ status }) => status)).toEqual([204, 412]);
    expect(answers[0]!.header('etag')).toBe('W/"7"');
    expect(answers[0]!.json()).toBeUndefined();
    expect(answers[1]!.json()).toEqual({ error: { code: '0x80060882', message: 'The version …' } });
  });

  test('is read with plain line ends, a quoted boundary, a preamble and without its end', () => {
    const body = joined('batchresponse_1', [answer(201, '{"a":"b"}'), answer(400, '{}')]).replaceAll('\r\n', '\n');
    const type = 'Multipart/Mixed; charset=utf-8; boundary="batchresponse_1"';
    for (const variant of [body, `preamble\n${body}`, body.replace('--batchresponse_1--\n', '--batchresponse_1--')]) {
      expect(read(variant, type)!.map(({ status, body }) => [status, body])).toEqual([
        [201, '{"a":"b"}'],
        [400, '{}'],
      ]);
    }
  });

  test('that was cut short gives only the answers that are whole', () => {
    const body = joined('batchresponse_1', [answer(201, '{"a":1}'), answer(201, '{"a":2}'), answer(201, '{"a":3}')]);
    const second = body.indexOf('{"a":2}');
    expect(read(body.slice(0, second + 3))!.map(({ body }) => body)).toEqual(['{"a":1}']);
    // Cut exactly behind the second body: it looks whole, but nothing says so.
    expect(read(body.slice(0, second + 7))!.map(({ body }) => body)).toEqual(['{"a":1}']);
  });

  test('gives the answers of a change set in place', () => {
    const inner = joined('changesetresponse_2', [
      answer(204, '', 'Content-ID: 1\r\n'),
      answer(204, '', 'Content-ID: 2\r\n'),
    ]);
    const changeSet = `Content-Type: multipart/mixed; boundary=changesetresponse_2\r\n\r\n${inner}`;
    const answers = read(joined('batchresponse_1', [answer(200, '{}'), changeSet, answer(404, '')]))!;
    expect(answers.map((part) => [part.status, part.header('content-id')])).toEqual([
      [200, undefined],
      [204, '1'],
      [204, '2'],
      [404, undefined],
    ]);
  });

  test('that is none is told from an empty one', () => {
    expect(read('<html>', 'text/html')).toBeNull();
    expect(read('--batchresponse_1--\r\n')).toEqual([]);
  });

  test('gives back any body, whatever is in its texts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: fc.string({ unit: 'binary' }), status: fc.integer({ min: 200, max: 599 }) })),
        (rows) => {
          const body = joined(
            'batchresponse_1',
            rows.map(({ name, status }) => answer(status, JSON.stringify({ name, note: '--batchresponse_1--' }))),
          );
          const answers = read(body)!;
          expect(answers.map((part) => [part.status, (part.json() as { name: string }).name])).toEqual(
            rows.map(({ name, status }) => [status, Buffer.from(name).toString()]),
          );
        },
      ),
    );
  });
});

describe('a JSON batch', () => {
  test('gives every request its place as id', () => {
    const body = jsonBatch([
      { method: 'GET', url: 'customers(1)' },
      { method: 'PATCH', url: 'customers(2)', headers: { 'If-Match': '*' }, body: { phoneNumber: '1' } },
    ]);
    expect(JSON.parse(body)).toEqual({
      requests: [
        { id: '0', method: 'GET', url: 'customers(1)' },
        {
          id: '1',
          method: 'PATCH',
          url: 'customers(2)',
          headers: { 'Content-Type': 'application/json', 'If-Match': '*' },
          body: { phoneNumber: '1' },
        },
      ],
    });
  });

  test('is read by id, in whatever order the answers come', () => {
    const answers = readJsonBatch(
      {
        responses: [
          { id: '2', status: 204, headers: { 'OData-Version': '4.0' } },
          { id: 0, status: 201, body: { a: 1 } },
        ],
      },
      3,
    )!;
    expect(answers.map((part) => part?.status)).toEqual([201, undefined, 204]);
    expect(answers[0]!.json()).toEqual({ a: 1 });
    expect(answers[2]!.header('odata-version')).toBe('4.0');
  });

  test('without ids is read in order, but only when nothing is missing', () => {
    const responses = [{ id: null, status: 201 }, { status: 400 }];
    expect(readJsonBatch({ responses }, 2)!.map((part) => part?.status)).toEqual([201, 400]);
    expect(readJsonBatch({ responses }, 3)).toEqual([undefined, undefined, undefined]);
  });

  test('two answers to one request are none', () => {
    const responses = [
      { id: '0', status: 201 },
      { id: '0', status: 400 },
      { id: '7', status: 201 },
      { id: 'x', status: 201 },
      null,
      { id: '1' },
    ];
    expect(readJsonBatch({ responses }, 2)).toEqual([undefined, undefined]);
  });

  test('that is none is null', () => {
    for (const body of [null, 'text', {}, { value: [] }]) expect(readJsonBatch(body, 1)).toBeNull();
  });
});
