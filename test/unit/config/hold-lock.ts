import { lockDataFolder } from '../../../main/config/data-folder-lock.ts';

// Run as a process of its own by the lock's test: takes the lock of the folder in argv and waits to be killed.
await lockDataFolder(process.argv[2] ?? '');
process.stdout.write('locked');
process.stdin.resume();
