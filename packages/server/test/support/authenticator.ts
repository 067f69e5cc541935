import { TOTP } from 'otpauth';

/** What an authenticator app that holds a key shows at a moment. */
export function codeOf(key: string, at: Date): string {
  return new TOTP({ secret: key.replaceAll(' ', '') }).generate({ timestamp: at.getTime() });
}
