// No inline script or style anywhere, nothing from elsewhere, framed by nobody.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const SAFE_POLICY = ['content-security-policy', POLICY] as const;
/** What every answer says to the browser beside it. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
};
export const BY_HTTPS = ['strict-transport-security', 'max-age=31536000; includeSubDomains'] as const;

/** All of it, name after value after name. */
export const SAFETY: readonly string[] = [...SAFE_POLICY, ...Object.entries(SAFE_HEADERS).flat()];
export const SAFETY_BY_HTTPS: readonly string[] = [...SAFETY, ...BY_HTTPS];
