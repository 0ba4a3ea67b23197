export { type Partner, type SatusehatServer, startSatusehatServer } from './server.ts';
