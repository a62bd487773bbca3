import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  projects: [
    // Before its samples are in the repository: they would be duplicates then.
    { name: 'reviewing', testMatch: 'review.e2e.ts' },
    { name: 'digitizing', testMatch: 'main-journey.e2e.ts' },
    // The clerk signs what the official has digitized.
    { name: 'certifying', testMatch: 'signing-journey.e2e.ts', dependencies: ['digitizing'] },
    {
      name: 'screens',
      testIgnore: ['main-journey.e2e.ts', 'signing-journey.e2e.ts', 'review.e2e.ts'],
    },
  ],
  globalSetup: './tests/e2e/start-station.ts',
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    baseURL: 'http://127.0.0.1:4183',
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: { width: 1366, height: 768 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
