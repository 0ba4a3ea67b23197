import { text } from 'node:stream/consumers';
import fastify from 'fastify';

// The least that a page can cost: bytes that lie ready. The page comes on standard input, the port goes out.

const page = await text(process.stdin);
const web = fastify();
web.get('/*', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
await web.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(String(web.addresses()[0].port));
