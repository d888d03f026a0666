import { systemClock } from '../../main/clock.ts';
import { createReplayer } from '../../main/tester/replayer.ts';
import { parseTranscript } from '../../main/tester/transcript/parse-transcript.ts';
import { guideSnapshot } from '../support/guide-configuration.ts';

/** What replays cost: 500 of a whole message, a refused one and a login over TLS, as a change preview makes them. */

const REPLAYS = 500;
const ROUNDS = 7;

const replayer = createReplayer({ clock: systemClock, newGuid: () => 'bench' });
const conditions = { remoteAddress: '192.168.0.181', localAddress: '192.168.0.10', implicitTls: false } as const;
const accounts = [
  { userName: 'app', addresses: ['a@exchange2013demo.com'], passwordHash: 'scrypt$16384$8$1$c2FsdA$aGFzaA' },
];
const envelope = 'MAIL FROM:<a@exchange2013demo.com>\nRCPT TO:<b@gmail.com>\n';

const cases = [
  ['a message', 25, null, `EHLO device\n${envelope}DATA\nSubject: Scan\n\nA page.\n.\nQUIT\n`],
  ['a refusal', 25, null, 'HELO\nMAIL FROM:<a@b.example>\nRCPT TO:<c@d.example>\nRCPT TO:<e@f.example>\n'],
  ['a login over TLS', 587, 'app', `EHLO app\nSTARTTLS\nEHLO app\nAUTH PLAIN AA==\n${envelope}`],
] as const;

for (const [name, localPort, userName, text] of cases) {
  const snapshot = guideSnapshot({ sections: { accounts } });
  const transcript = parseTranscript(text);
  const times: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const begin = performance.now();
    const used = process.cpuUsage();
    for (let i = 0; i < REPLAYS; i += 1)
      await replayer.replay(snapshot, transcript, { ...conditions, localPort, userName });
    times.push(performance.now() - begin);
    const { user, system } = process.cpuUsage(used);
    cpu.push((user + system) / 1000);
  }
  const best = Math.min(...times);
  const median = times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  process.stdout.write(
    `${String(REPLAYS)} replays of ${name}: best ${best.toFixed(0)} ms, median ${median.toFixed(0)} ms; least processor time ${Math.min(...cpu).toFixed(0)} ms\n`,
  );
}
