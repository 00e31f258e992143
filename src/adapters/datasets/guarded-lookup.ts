import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { DatasetUnavailable } from '../../ports/datasets.ts';
import { isPublicAddress } from './public-address.ts';

/** Who may be reached although the address is not public. */
export type MayBePrivate = (host: string) => boolean;

export function mayBePrivate(allowed: boolean | readonly string[]): MayBePrivate {
  return (host) =>
    typeof allowed === 'boolean' ? allowed : allowed.some((name) => name.toLowerCase() === host);
}

/**
 * Resolves names for connections, and gives only addresses that may be connected to. The check is made on what is connected to, so a
 * name that resolves otherwise the next time does not get round it.
 */
export function guardedLookup(may: MayBePrivate): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const [first, ...others] = found.filter(({ address }) => may(host) || isPublicAddress(address));
      if (!first) return callback(new DatasetUnavailable({ kind: 'private-address', host }), '');
      return options.all ? callback(null, [first, ...others]) : callback(null, first.address, first.family);
    });
  };
}

/** A URL that names an address is connected to without a look-up. */
export function refusePrivateLiteral({ hostname }: URL, may: MayBePrivate): void {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0 && !isPublicAddress(address) && !may(address))
    throw new DatasetUnavailable({ kind: 'private-address', host: hostname });
}
