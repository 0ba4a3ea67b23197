export { qrSvgPath } from './qr.ts';
