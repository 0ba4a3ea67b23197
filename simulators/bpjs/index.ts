export { type Heard, type MobileJkn, mobileJkn } from './mobile-jkn.ts';
export { type Act, type BpjsServer, type Consumer, type Doctor, startBpjsServer, type Weather } from './server.ts';
