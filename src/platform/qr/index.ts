export { type QrPath, qrSvg, qrSvgPath } from './qr.ts';
