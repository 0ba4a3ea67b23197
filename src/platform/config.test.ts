import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigTrouble, readConfig } from './config.ts';

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://loket.example.go.id',
  DATABASE_URL: 'postgres://a:b@db/satuloket',
};

describe('without any setting', () => {
  test('it is the demo on the embedded database, for this machine only', () => {
    expect(readConfig({})).toEqual({
      production: false,
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://127.0.0.1:8080',
      trustProxy: false,
      government: 'Pemerintah Daerah',
      dataDir: resolve('data'),
      keysDir: resolve('data/keys'),
      database: { kind: 'embedded' },
      demo: true,
      mail: undefined,
      smsUrl: undefined,
      whatsappUrl: undefined,
      s3: undefined,
      logLevel: 'info',
    });
  });

  test('a blank one counts as none', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', DEMO: '' })).toEqual(readConfig({}));
  });
});

describe('what follows from what', () => {
  test('a database server switches the demo off, unless it is asked for', () => {
    const server = { DATABASE_URL: 'postgresql://a:b@db/x' };
    expect(readConfig(server)).toMatchObject({
      demo: false,
      database: { kind: 'server', url: server.DATABASE_URL, adminUrl: undefined },
    });
    expect(readConfig({ ...server, DEMO: 'ya' }).demo).toBe(true);
    expect(readConfig({ DEMO: '0' }).demo).toBe(false);
  });

  test('production is never the demo, even on the embedded database', () => {
    expect(readConfig(production)).toMatchObject({
      production: true,
      demo: false,
      publicUrl: 'https://loket.example.go.id',
    });
    expect(readConfig({ NODE_ENV: 'production', PUBLIC_URL: 'https://x.go.id' }).demo).toBe(false);
  });

  test('keys lie with the data unless elsewhere', () => {
    expect(readConfig({ DATA_DIR: '/srv/data' }).keysDir).toBe('/srv/data/keys');
    expect(readConfig({ DATA_DIR: '/srv/data', KEYS_DIR: '/etc/keys' }).keysDir).toBe('/etc/keys');
  });

  test.each([
    ['0.0.0.0', 'http://localhost:8080'],
    ['::1', 'http://[::1]:8080'],
    ['loket.lan', 'http://loket.lan:8080'],
  ])('HOST %s is opened at %s', (HOST, url) => {
    expect(readConfig({ HOST }).publicUrl).toBe(url);
  });

  test.each([
    ['tidak', false],
    ['10.0.0.1, fd00::/8', ['10.0.0.1', 'fd00::/8']],
  ])('TRUST_PROXY=%s', (TRUST_PROXY, trustProxy) => {
    expect(readConfig({ TRUST_PROXY }).trustProxy).toEqual(trustProxy);
  });

  test('mail and S3 are whole or absent', () => {
    const s3 = { S3_ENDPOINT: 'https://s3', S3_BUCKET: 'b', S3_ACCESS_KEY_ID: 'k', S3_SECRET_ACCESS_KEY: 's' };
    const config = readConfig({ ...production, SMTP_URL: 'smtp://m:25', SMTP_FROM: 'loket@x.go.id', ...s3 });
    expect(config.mail).toEqual({ url: 'smtp://m:25', from: 'loket@x.go.id' });
    expect(config.s3).toEqual({
      endpoint: 'https://s3',
      region: 'auto',
      bucket: 'b',
      accessKeyId: 'k',
      secretAccessKey: 's',
    });
  });
});

describe('a wrong setting is named, with what to write', () => {
  const wrong: readonly (readonly [string, Record<string, string>])[] = [
    ['NODE_ENV', { NODE_ENV: 'prod' }],
    ['HOST', { HOST: 'http://x' }],
    ['PORT', { PORT: 'delapan' }],
    ['PORT', { PORT: '70000' }],
    ['PORT', { PORT: '80.5' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'loket.example.go.id' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://x.go.id/loket' }],
    ['PUBLIC_URL', { NODE_ENV: 'production' }],
    ['PUBLIC_URL', { NODE_ENV: 'production', PUBLIC_URL: 'http://x.go.id' }],
    ['GOVERNMENT', { GOVERNMENT: 'Kota '.repeat(20) }],
    ['TRUST_PROXY', { TRUST_PROXY: 'true' }],
    ['TRUST_PROXY', { TRUST_PROXY: '1' }],
    ['TRUST_PROXY', { TRUST_PROXY: '10.0.0.0/33' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://x' }],
    ['DATABASE_URL', { DATABASE_ADMIN_URL: 'postgres://a:b@db/x' }],
    ['DATABASE_ADMIN_URL', { DATABASE_URL: 'postgres://a:b@db/x', DATABASE_ADMIN_URL: 'db' }],
    ['DEMO', { DEMO: 'mungkin' }],
    ['DEMO', { ...production, DEMO: '1' }],
    ['SMTP_URL', { ...production, SMTP_URL: 'mail.example' }],
    ['SMTP_FROM', { ...production, SMTP_URL: 'smtp://mail.example' }],
    ['SMTP_URL', { SMTP_URL: 'smtp://mail.example', SMTP_FROM: 'a@b' }],
    ['SMS_URL', { SMS_URL: 'https://sms.example' }],
    ['WHATSAPP_URL', { ...production, WHATSAPP_URL: 'wa.example' }],
    ['S3_ENDPOINT', { S3_BUCKET: 'b' }],
    ['S3_SECRET_ACCESS_KEY', { S3_ENDPOINT: 'https://s3', S3_BUCKET: 'b', S3_ACCESS_KEY_ID: 'k' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ];

  test.each(wrong)('%s from %o', (setting, environment) => {
    const trouble = troubleOf(environment);
    expect(trouble?.setting).toBe(setting);
    expect(trouble?.message).toMatch(new RegExp(`^${setting}: .+ / .+`));
    expect(trouble?.message).not.toContain('\n');
  });

  test('its value is not repeated: it may be a password', () => {
    expect(troubleOf({ DATABASE_URL: 'postgre://a:hush@db/x' })?.message).not.toContain('hush');
  });
});

function troubleOf(environment: Record<string, string>): ConfigTrouble | undefined {
  try {
    readConfig(environment);
    return undefined;
  } catch (cause) {
    if (cause instanceof ConfigTrouble) return cause;
    throw cause;
  }
}
