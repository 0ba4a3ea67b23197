import type { FastifyInstance } from 'fastify';
import type { AssetUrls } from '../design/index.ts';

export type Asset = {
  readonly file: string;
  readonly type: string;
  readonly etag: string;
  readonly bytes: Uint8Array;
  readonly gzip: Uint8Array;
  readonly brotli: Uint8Array;
};
export type Assets = Readonly<Record<keyof AssetUrls, Asset>>;

export const assetUrls = (assets: Assets): AssetUrls => ({
  citizen: `/aset/${assets.citizen.file}`,
  office: `/aset/${assets.office.file}`,
  board: `/aset/${assets.board.file}`,
  script: `/aset/${assets.script.file}`,
  room: `/aset/${assets.room.file}`,
  voice: `/aset/${assets.voice.file}`,
  worker: `/aset/${assets.worker.file}`,
  mark: `/aset/${assets.mark.file}`,
});

/** The files' names carry the hash of their content, so a browser keeps them for good. */
export function serveAssets(web: FastifyInstance, assets: Assets): void {
  for (const asset of Object.values(assets)) {
    web.get(`/aset/${asset.file}`, { config: { public: true } }, (request, reply) => {
      const accepts = String(request.headers['accept-encoding'] ?? '');
      const [encoding, body] = /\bbr\b/.test(accepts)
        ? (['br', asset.brotli] as const)
        : /\bgzip\b/.test(accepts)
          ? (['gzip', asset.gzip] as const)
          : ([undefined, asset.bytes] as const);
      reply
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('vary', 'accept-encoding')
        .type(asset.type);
      // It stands for the pages of the queue, which are elsewhere.
      if (asset === assets.worker) reply.header('service-worker-allowed', '/kantor/antrean/');
      if (encoding) reply.header('content-encoding', encoding);
      return reply.send(Buffer.from(body));
    });
  }
}
