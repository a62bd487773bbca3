/**
 * What goes wrong, as seen with real devices. Pages count from 1 within a job; where a number stands
 * for a page, its value is how often it goes wrong there.
 */
export type Faults = {
  /** The sheet of this page jams. */
  jamAt?: number;
  /** Somebody opens the cover before this page. */
  coverOpenAt?: number;
  /** The cover is open: no job begins. */
  coverOpen?: boolean;
  /** The connection breaks before this page, each time. */
  diesAt?: number;
  /** What stands for "no more pages": 404 usually, 409 with AirSane. */
  endStatus?: 404 | 409;
  /** Says too early that there is no page (Brother). */
  early404?: Record<number, number>;
  /** Says 503 with Retry-After while the page is pulled in. */
  notReady?: Record<number, number>;
  /** The transfer breaks in the middle; the page can be asked for again. */
  dropTransferAt?: Record<number, number>;
  /** With `dropTransferAt`: the device has gone on to the next page all the same. */
  losesDropped?: boolean;
  /** The right length, but the image stops in the middle. */
  truncateAt?: Record<number, number>;
  /** So many times there is no job yet: 503. */
  busyTimes?: number;
  /** `Location` of a new job. */
  location?: 'absolute' | 'relative' | 'foreign-host';
  /** Tells an empty feeder with paper in it (AirSane). */
  hidesPaper?: boolean;
  slowPageMs?: number;
};
