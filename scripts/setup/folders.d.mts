/** The checkout: where package.json lies. */
export const checkout: string;

/** The folder for what is worth keeping but lies outside the checkout. */
export function cacheFolder(): string;
