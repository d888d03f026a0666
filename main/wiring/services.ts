import { PostroomError } from '../errors.ts';
import { serviceNames, type ServiceName } from '../contract/status-view.ts';
import type { ServicesControl } from '../api/parts.ts';

/** One service: what it takes to start and stop it. */
export interface Service {
  readonly running: () => boolean;
  readonly start: () => Promise<void> | void;
  readonly stop: () => Promise<void> | void;
}

/** The four services of Exchange's transport pipeline, each started and stopped on its own. */
export function createServices(services: Readonly<Record<ServiceName, Service>>): ServicesControl {
  const service = (name: ServiceName): Service => {
    if (!Object.hasOwn(services, name)) throw new PostroomError('not-found', `There is no service "${name}".`);
    return services[name];
  };
  return {
    list: () => serviceNames.map((name) => ({ name, state: service(name).running() ? 'running' : 'stopped' })),
    async start(name) {
      if (!service(name).running()) await service(name).start();
    },
    async stop(name) {
      if (service(name).running()) await service(name).stop();
    },
  };
}
