import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareDataFolder } from '../../../main/config/data-folder.ts';
import { keepToOwner, type RunProgram } from '../../../main/config/windows-rights.ts';
import { makeFolder } from './config-folder.ts';

/** The programs of Windows are made up here: what they are asked is what counts. */

const ANN = 'S-1-5-21-1004336348-1177238915-682003330-1001';

function windows(printed: string): { run: RunProgram; asked: string[][] } {
  const asked: string[][] = [];
  const run: RunProgram = (program, args) => {
    asked.push([program, ...args]);
    return Promise.resolve(program.endsWith('whoami.exe') ? printed : '');
  };
  return { run, asked };
}

describe('SE-6: the data folder on Windows', () => {
  it('is given to the system, to administrators and to whoever runs this, and then to nobody else', async () => {
    const { run, asked } = windows(`"office\\ann","${ANN}"\r\n`);
    await keepToOwner('C:\\ProgramData\\Postroom', run, 'C:\\Windows');
    const icacls = ['C:\\Windows\\System32\\icacls.exe', 'C:\\ProgramData\\Postroom'];
    const all = ['*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F'];
    expect(asked.slice(1)).toEqual([
      [...icacls, '/grant:r', ...all, `*${ANN}:(OI)(CI)F`],
      [...icacls, '/inheritance:r'],
    ]);
    const service = windows('"nt authority\\system","S-1-5-18"\r\n');
    await keepToOwner('C:\\ProgramData\\Postroom', service.run, 'C:\\Windows');
    expect(service.asked[1]).toEqual([...icacls, '/grant:r', ...all]);
  });

  it('is left as it is where nobody says who runs this', async () => {
    const { run, asked } = windows('access denied');
    await expect(keepToOwner('C:\\x', run, 'C:\\Windows')).rejects.toThrow('whoami');
    expect(asked).toHaveLength(1);
  });

  it('is closed when it is made, and keeps the rights that somebody gave it', async () => {
    const parent = await makeFolder();
    const closed: string[] = [];
    const rights = {
      platform: 'win32' as const,
      keepToOwner: (folder: string) => Promise.resolve(void closed.push(folder)),
    };
    await mkdir(join(parent, 'there'));
    for (const name of ['there', 'new', 'new']) await prepareDataFolder(join(parent, name), rights);
    await prepareDataFolder(join(parent, 'linux'), { ...rights, platform: 'linux' });
    expect(closed).toEqual([join(parent, 'new')]);
  });

  it('does not stay where it cannot be closed', async () => {
    const parent = await makeFolder();
    const rights = { platform: 'win32' as const, keepToOwner: () => Promise.reject(new Error('FAT32')) };
    await expect(prepareDataFolder(join(parent, 'new'), rights)).rejects.toMatchObject({
      code: 'data-folder-unusable',
      message: expect.stringContaining('could not be closed to other users') as string,
    });
    expect(await readdir(parent)).toEqual([]);
  });
});
