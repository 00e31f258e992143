/** What an absent key means. */
export const defaults = {
  environments: ['sandbox', 'qa', 'uat', 'prod'],
  timezone: 'UTC',
  dockerfile: 'Dockerfile',
  context: '.',
  timeout: '1h',
  health: '/healthz',
  replicas: { min: 2, max: 4, cpu: '80%' },
  serveResources: { cpu: '250m', memory: '512Mi' },
  gitopsFolder: 'deploy/kube',
} as const;

/** What a notebook gets, and the most that it may ask for, where the operator gave no policy. */
export const defaultNotebookResources = { cpu: '2', memory: '4Gi' } as const;
