export { type Partner, type SatusehatServer, startSatusehatServer } from './server.ts';
export { faultsOf } from './validate.ts';
