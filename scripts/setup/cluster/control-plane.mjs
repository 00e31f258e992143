import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import { freePorts, startService } from './service.mjs';

/** @typedef {{ folder: string, programs: string }} Place where the cluster keeps its files, and where its programs are */
/** @typedef {{ address: string, token: string, kubeconfig: string }} ApiServer kubeconfig: the file's path */

/**
 * Starts etcd, the API server and those who act on what it stores.
 * @param {Place} place
 * @returns {Promise<ApiServer>}
 */
export async function startControlPlane(place) {
  const [client = 0, peer = 0, api = 0, manager = 0, scheduler = 0] = await freePorts(5);
  await startEtcd(place, client, peer);
  const server = await startApiServer(place, api, client);
  await Promise.all([startManager(place, server, manager), startScheduler(place, server, scheduler)]);
  return server;
}

/** Without syncing each write to the disk: what a test leaves there is worth nothing. @param {Place} place @param {number} port @param {number} peerPort */
async function startEtcd({ folder, programs }, port, peerPort) {
  const url = `http://127.0.0.1:${port}`;
  const peerUrl = `http://127.0.0.1:${peerPort}`;
  const args = [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=default=${peerUrl}`,
    '--unsafe-no-fsync',
    '--log-level=warn',
  ];
  const ready = () => fetch(`${url}/health`).then(({ ok }) => ok);
  await startService(folder, { name: 'etcd', program: join(programs, 'etcd'), args, ready });
}

/** @param {Place} place @param {number} port @param {number} etcdPort @returns {Promise<ApiServer>} */
async function startApiServer({ folder, programs }, port, etcdPort) {
  const certificates = join(folder, 'certificates');
  mkdirSync(certificates);
  const token = randomBytes(24).toString('base64url');
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });
  const keys = serviceAccountKeys(folder);
  const args = [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    // It refuses to advertise a loopback address otherwise.
    '--endpoint-reconciler-type=none',
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${certificates}`,
    `--service-account-key-file=${keys.public}`,
    `--service-account-signing-key-file=${keys.private}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=Node,RBAC',
    '--service-cluster-ip-range=10.0.0.0/24',
    '--kubelet-preferred-address-types=InternalIP',
  ];
  const address = `https://127.0.0.1:${port}`;
  const ready = () => answersOk(`${address}/readyz`, token);
  await startService(folder, {
    name: 'kube-apiserver',
    program: join(programs, 'kube-apiserver'),
    args,
    ready,
  });
  return { address, token, kubeconfig: writeKubeconfig(folder, address, token) };
}

/** @param {string} folder @returns {{ private: string, public: string }} their files */
function serviceAccountKeys(folder) {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const files = {
    private: join(folder, 'service-accounts.key'),
    public: join(folder, 'service-accounts.pub'),
  };
  writeFileSync(files.private, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(files.public, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  return files;
}

/** JSON is YAML too. @param {string} folder @param {string} server @param {string} token @returns {string} its path */
function writeKubeconfig(folder, server, token) {
  const authority = readFileSync(join(folder, 'certificates/apiserver.crt')).toString('base64');
  const name = 'tailrace';
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
  const path = join(folder, 'kubeconfig');
  writeFileSync(path, JSON.stringify(config, null, 2), { mode: 0o600 });
  return path;
}

/** All controllers are on: without the node lifecycle's the `not-ready` taint is never taken off.
 * @param {Place} place @param {ApiServer} server @param {number} port */
async function startManager({ folder, programs }, { kubeconfig }, port) {
  const args = [
    `--kubeconfig=${kubeconfig}`,
    `--service-account-private-key-file=${join(folder, 'service-accounts.key')}`,
    `--root-ca-file=${join(folder, 'certificates/apiserver.crt')}`,
    '--use-service-account-credentials',
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'manager')}`,
  ];
  const name = 'kube-controller-manager';
  const ready = () => answersOk(`https://127.0.0.1:${port}/healthz`);
  await startService(folder, { name, program: join(programs, name), args, ready });
}

/** @param {Place} place @param {ApiServer} server @param {number} port */
async function startScheduler({ folder, programs }, { kubeconfig }, port) {
  const args = [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'scheduler')}`,
  ];
  const name = 'kube-scheduler';
  const ready = () => answersOk(`https://127.0.0.1:${port}/healthz`);
  await startService(folder, { name, program: join(programs, name), args, ready });
}

/** @param {string} url its certificate is not checked: it is on loopback, and was made a moment ago @param {string} [token] @returns {Promise<boolean>} */
function answersOk(url, token) {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  return new Promise((resolve, reject) => {
    const request = https.get(url, { headers, rejectUnauthorized: false, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', reject);
  });
}
