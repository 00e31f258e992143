/** One webhook as it came in, its signature already checked. `payload` is the body's text. */
export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly payload: string;
}
