import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createApi } from './api/create-api.ts';
import type { ApiParts } from './api/parts.ts';
import { currentProblems } from './api/status.ts';
import { systemClock } from './clock.ts';
import type { Configuration } from './config/configuration.ts';
import { lockDataFolder } from './config/data-folder-lock.ts';
import { prepareDataFolder } from './config/data-folder.ts';
import { openConfiguration } from './config/open-configuration.ts';
import { verifyPassword } from './config/passwords.ts';
import type { Console } from './console/console.ts';
import { runFilePath } from './console/run-file.ts';
import { sessionsFilePath } from './console/sessions-file.ts';
import { explainReply } from './delivery/classify.ts';
import type { Engine, EngineOptions } from './engine-options.ts';
import { PostroomError } from './errors.ts';
import { createFrontend } from './frontend/create-frontend.ts';
import { createJournal } from './journal/journal.ts';
import { openContent } from './transport/message-content.ts';
import { openQueue } from './transport/store/open-queue.ts';
import { createTransport } from './transport/transport-service.ts';
import { backUp, listBackups } from './wiring/backup.ts';
import { firstRunPorts } from './wiring/first-run-ports.ts';
import { createEngineAlerts, type EngineAlerts } from './wiring/engine-alerts.ts';
import { openEngineCertificates } from './wiring/engine-certificates.ts';
import { createEngineDelivery } from './wiring/engine-delivery.ts';
import { createEngineServices } from './wiring/engine-services.ts';
import { createEngineTester } from './wiring/engine-tester.ts';
import { createEngineArrival } from './wiring/engine-arrival.ts';
import { createEngineDkim } from './wiring/engine-dkim.ts';
import { createEngineHostNames } from './wiring/engine-host-names.ts';
import { createEngineOAuth } from './wiring/engine-oauth.ts';
import { createMessageCopies } from './wiring/message-copies.ts';
import { createMessageSink } from './wiring/message-sink.ts';
import { ownAddresses } from './wiring/own-addresses.ts';
import { createPickupService } from './wiring/pickup-service.ts';
import { createPressureProbes } from './wiring/pressure-probes.ts';
import { trackReceived } from './wiring/receive-tracking.ts';
import { openQuotaFile } from './wiring/quota-file.ts';
import { recoveryNotices } from './wiring/recovery-notices.ts';
import { shownCertificates } from './wiring/shown-certificates.ts';
import { Stages } from './wiring/stages.ts';
import { createStoreHealth } from './wiring/store-health.ts';
import { openSuspendedQueues } from './wiring/suspended-queues.ts';
import { createTestMessages } from './wiring/test-messages.ts';
import { watchSecrets } from './wiring/watched-secrets.ts';
import { limitLearning } from './wiring/learning-limit.ts';
import { limitYoungGeneration } from './wiring/young-generation.ts';

/** How long sessions in DATA, and deliveries under way, may take to finish when the engine stops. */
const STOP_SESSIONS_MS = 10_000;
const STOP_DELIVERY_MS = 10_000;

export type { Engine, EngineOptions } from './engine-options.ts';

/**
 * Opens a data folder and runs a relay on it: the only place that wires. Rejects with a PostroomError
 * ('data-folder-unusable', 'data-folder-locked', 'config-unreadable', 'store-failed', …) and leaves nothing open.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const stages = new Stages(options.log);
  try {
    return await wire(options, stages);
  } catch (error) {
    await stages.run();
    throw error;
  }
}

async function wire(options: EngineOptions, stages: Stages): Promise<Engine> {
  const { log, clock = systemClock } = options;
  const report = (error: unknown, doing: string): void => {
    log(error instanceof PostroomError ? error.message : `Something failed while ${doing}.`, error);
  };
  stages.add('limit of the young generation', limitYoungGeneration());
  const dataFolder = await prepareDataFolder(options.dataFolder);
  const lock = await lockDataFolder(dataFolder);
  stages.add('lock', () => lock.release());
  const opened = await openConfiguration({ dataFolder, clock, log, hostname: hostname(), firstRunPorts });
  stages.add('configuration', () => opened.close());
  const { queue, recovery } = await openQueue({
    dataFolder,
    clock,
    poisonThreshold: () => opened.current().transport.poisonThreshold,
  });
  stages.add('queue', () => queue.close());
  let running: Console | null = null;
  const certificates = await openEngineCertificates({
    ...{ dataFolder, clock, report, snapshot: () => opened.current() },
    onReload: () => {
      frontend.reloadCertificates();
      running?.reloadCertificate();
    },
  });
  stages.add('certificates', () => certificates.close());
  const lasting = recoveryNotices(recovery);
  const configuration: Configuration = {
    ...opened,
    secrets: watchSecrets(opened.secrets, (name) => oauth.secretChanged(name)),
    notices: () => [...opened.notices(), ...certificates.problems(), ...lasting],
  };
  const snapshot = () => opened.current();
  const oauth = createEngineOAuth({ clock, snapshot, secrets: opened.secrets, transport: () => transport, report });
  stages.add('sign-ins', () => oauth.close());
  const dkim = await createEngineDkim({ dataFolder, configuration: opened, report });
  const hostNames = createEngineHostNames(clock, (address, name) => journal.nameDevice(address, name));
  const journal = createJournal({
    folder: dataFolder,
    clock,
    settings: () => snapshot().journal,
    serverName: () => snapshot().policy.serverName,
    onSessionEnd: (address) => hostNames.see(address),
    onError: (error) => report(error, 'writing the logs'),
  });
  stages.add('journal', () => journal.close());
  stages.add('resolver', () => hostNames.close());
  const probes = createPressureProbes(dataFolder);
  const { targets, ...delivery } = createEngineDelivery({
    ...{ clock, journal, snapshot, dataFolder },
    getSecret: (name) => opened.secrets.get(name),
    ...{ tokens: oauth.tokens, signing: dkim.signing, certificates: shownCertificates(certificates) },
    listeners: () => frontend.listeners(),
  });
  const tests = createTestMessages(journal);
  let telling: EngineAlerts | null = null;
  // Behind transport, whose last failures it keeps.
  stages.add('alerts', () => telling?.alerts.stop());
  const transport = createTransport({
    ...{ queue, snapshot, clock },
    journal: tests.journal,
    targets,
    suspendedQueues: await openSuspendedQueues(dataFolder, clock, report),
    quotaMemory: await openQuotaFile(dataFolder, clock, report),
    ids: randomUUID,
    onFailure: (message, failures) => telling?.onFailure(message, failures),
    probes,
    report,
  });
  stages.add('transport', async () => {
    await transport.stop(STOP_DELIVERY_MS);
    transport.close();
  });
  const health = createStoreHealth({ queue, clock, freeBytes: () => probes.freeBytes(), report });
  stages.add('health', () => health.close());
  const sink = createMessageSink(queue, transport, health);
  const track = (draft: Parameters<typeof trackReceived>[2], bytes: number): void => {
    trackReceived(journal, snapshot().policy.serverName, draft, bytes);
  };
  const frontend = createFrontend({
    snapshot,
    journal,
    clock,
    sink,
    tlsIdentity: (connector) => certificates.identityFor(connector),
    verifyPassword,
    newGuid: randomUUID,
    track,
  });
  const submission = { clock, sink, snapshot, track, newGuid: randomUUID, accepted: () => journal.count('accepted') };
  const pickup = createPickupService({ ...submission, folder: join(dataFolder, 'pickup'), report });
  telling = await createEngineAlerts({
    ...{ submission, configuration, journal, dataFolder, report, version: options.version },
    problems: () => currentProblems(apiParts),
  });
  stages.add('frontend', () => frontend.stop(STOP_SESSIONS_MS));
  stages.add('pickup', () => pickup.stop());
  const services = createEngineServices({
    ...{ frontend, transport, pickup },
    stopSessionsMs: STOP_SESSIONS_MS,
    stopDeliveryMs: STOP_DELIVERY_MS,
  });
  opened.onChange((next) => {
    oauth.configurationChanged();
    transport.configurationChanged(next);
    void frontend.configurationChanged(next).catch((error: unknown) => report(error, 'changing the listeners'));
    if (next.transport.pickupEnabled !== pickup.running) void (pickup.running ? pickup.stop() : pickup.start());
  });
  const learning = { configuration: opened, clock, forgetKnocks: () => journal.forgetKnocks(), report };
  stages.add('learning mode', limitLearning(learning));
  const tester = createEngineTester({
    ...{ clock, snapshot, journal, certificates },
    getSecret: (name) => opened.secrets.get(name),
    listeners: () => frontend.listeners(),
  });
  stages.add('tester', () => tester.live.stop());
  const apiParts: ApiParts = {
    alerts: telling.alerts,
    ...tester,
    ...delivery,
    ...{ oauth, checkArrival: createEngineArrival({ clock, snapshot, keys: dkim.keys }) },
    certificateFolder: certificates,
    configuration,
    transport,
    frontend,
    journal,
    services,
    clock,
    ...{ version: options.version, pid: process.pid },
    consoleUrl: () => running?.url ?? null,
    certificates: () => certificates.all(),
    storeTrouble: () => health.trouble(),
    explainReply,
    dataFolder,
    backups: () => listBackups(dataFolder),
    backup: (path) => backUp({ dataFolder, queue, clock, path }),
    desktop: options.desktop ?? null,
    ownAddresses,
    sendTest: (mail) => tests.send(mail, submission),
    copies: createMessageCopies(queue, submission),
    testFate: (id) => tests.fate(id, (wanted) => queue.find(wanted)),
    stop: () => options.onStopRequested?.(),
    onError: (error) => report(error, 'answering a client'),
  };
  const api = createApi(apiParts);
  // Recovery is over: what waited goes out, and the doors open.
  oauth.configurationChanged();
  transport.start();
  await frontend.start();
  if (snapshot().transport.pickupEnabled) await pickup.start();
  telling.alerts.start();
  if (options.console !== null) {
    // Loaded here alone: the web server is a third of the time that a start takes.
    const { startConsole } = await import('./console/console.ts');
    running = await startConsole({
      api,
      ...options.console,
      content: (id) => openContent(queue, id),
      tlsIdentity: () => certificates.identityFor({ tlsCertificateName: null, fqdn: snapshot().policy.fqdn }),
      runFile: runFilePath(dataFolder),
      sessionsFile: sessionsFilePath(dataFolder),
      rendererFolder: options.rendererFolder,
      clock,
      onError: (error) => report(error, 'serving the console'),
    });
    stages.add('console', () => running?.close() ?? Promise.resolve());
  }
  return {
    api,
    configuration,
    listeners: () => frontend.listeners(),
    content: (id) => openContent(queue, id),
    url: () => running?.signInUrl() ?? null,
    stop: () => stages.run(),
  };
}
