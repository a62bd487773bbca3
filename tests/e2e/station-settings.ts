/** Where the station of the journeys listens and keeps its data: apart from a station in use. */
export const e2e = {
  port: 4183,
  bridgePort: 47331,
  demoPkiPort: 47332,
  demoScannerPort: 47333,
  origin: 'http://127.0.0.1:4183',
  dataDir: 'var/e2e',
  /** What the person at this PC types, and what protects the demo certificates. */
  pin: '123456',
} as const;
