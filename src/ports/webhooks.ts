/** Lower-case names, as node:http gives them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A forge's webhook: where it arrives, how it proves who sent it, and what names it. */
export interface WebhookRoute {
  readonly path: string;
  /** Whether the forge sent these bytes: checked over the body as it came in. */
  verify(body: Buffer, headers: RequestHeaders): Promise<boolean>;
  /** The delivery's id and event, or undefined where the headers do not say. */
  deliveryOf(headers: RequestHeaders): { readonly id: string; readonly event: string } | undefined;
  /** Whether anything can come of it. What is not is acknowledged and forgotten. `body` is proven to be the forge's. */
  concernsUs(event: string, body: Buffer): boolean;
}
