/** Why a dataset can't be had, as far as people can mend it. */
export type DatasetObstacle =
  /** The file at the URL is another one than `.tailrace.yml` says. */
  | { readonly kind: 'changed'; readonly sha256: string; readonly bytes: number }
  | { readonly kind: 'too-large'; readonly mostBytes: number }
  /** The host's addresses are all private, loopback or link-local, and the operator does not allow that. */
  | { readonly kind: 'private-address'; readonly host: string }
  /** A redirect that leads away from https. */
  | { readonly kind: 'insecure-redirect'; readonly host: string }
  | { readonly kind: 'too-many-redirects' }
  /** What the server answered instead of the file (an HTTP status). */
  | { readonly kind: 'refused'; readonly host: string; readonly status: number }
  /** `code` is the system's or OpenSSL's word for it: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
  | { readonly kind: 'unreachable'; readonly host: string; readonly code: string }
  | { readonly kind: 'too-slow'; readonly minutes: number }
  /** The Engine has no volume of the name that the operator's policy gives. */
  | { readonly kind: 'missing-volume'; readonly volume: string };

const passingStatuses = [408, 425, 429, 500, 502, 503, 504];
const passingCodes = [
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
];

/** Whether another try a little later may do. */
export function mayPass(obstacle: DatasetObstacle): boolean {
  switch (obstacle.kind) {
    case 'refused':
      return passingStatuses.includes(obstacle.status);
    case 'unreachable':
      return passingCodes.includes(obstacle.code);
    default:
      return false;
  }
}
