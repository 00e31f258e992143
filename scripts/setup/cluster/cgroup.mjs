import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = '/sys/fs/cgroup';

/**
 * Makes a control group for all pods of a cluster: a kubelet ends whatever it does not know below its own, so that two clusters that
 * share one end each other's pods.
 * @param {string} name
 */
export function makeControlGroup(name) {
  for (const hierarchy of hierarchies()) {
    const group = join(hierarchy, name);
    mkdirSync(group, { recursive: true });
    // In the first version of control groups these two begin empty, and nothing can run there.
    for (const file of ['cpuset.cpus', 'cpuset.mems'])
      if (existsSync(join(hierarchy, file)) && existsSync(join(group, file)))
        writeFileSync(join(group, file), readFileSync(join(hierarchy, file)));
  }
}

/** Takes it away again, as far as nothing runs in it. @param {string} name */
export function removeControlGroup(name) {
  for (const hierarchy of hierarchies()) removeTree(join(hierarchy, name));
}

/** One folder for each controller, or one for all of them. */
function hierarchies() {
  if (existsSync(join(root, 'cgroup.controllers'))) return [root];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(root, name));
}

/** Only its folders can be removed, from the inside out. @param {string} folder */
function removeTree(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeTree(join(folder, entry.name));
  try {
    rmdirSync(folder);
  } catch {
    // Something still runs in it: it stays, and harms nobody.
  }
}
