/** What an absent key means. */
export const defaults = {
  environments: ['sandbox', 'qa', 'uat', 'prod'],
  timezone: 'UTC',
  dockerfile: 'Dockerfile',
  context: '.',
  timeoutSeconds: 3600,
  health: '/healthz',
  replicas: { min: 2, max: 4, cpu: '80%' },
  serveResources: { cpu: '250m', memory: '512Mi' },
  gitopsFolder: 'deploy/kube',
} as const;
