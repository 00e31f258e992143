import { defineConfig } from 'vitest/config';

/** `unit` needs neither Docker nor network; `docker` needs both a Docker Engine and a registry (`npm test` sets them up); `cluster`
 * needs a Kubernetes cluster besides, which it starts unless KUBECONFIG names one;
 * `crash` needs the same and takes longer (`npm run test:crash`). */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'test/*.test.ts',
            'test/{domain,pipelines,structure,contract,hostile,looks,support,web}/**/*.test.ts',
            'test/adapters/{datasets,git,github,kubernetes,postgres}/**/*.test.ts',
          ],
          testTimeout: 20_000,
          maxWorkers: '100%',
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'docker',
          globalSetup: 'test/support/docker-set-up.ts',
          include: ['test/adapters/{docker,registry}/**/*.test.ts', 'test/scenarios/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'recordings',
          globalSetup: 'test/support/docker-set-up.ts',
          include: ['test/looks/record.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'cluster',
          globalSetup: ['test/support/docker-set-up.ts', 'test/support/cluster-set-up.ts'],
          include: ['test/cluster/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'crash',
          globalSetup: 'test/support/docker-set-up.ts',
          include: ['test/crash/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
