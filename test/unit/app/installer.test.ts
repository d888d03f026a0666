import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { removeFolder, runTool } from '../../support/engine-process.ts';
import { requireTool } from '../../support/requirements.ts';

/** What our part of the Windows installer does. It cannot run here: its compiler judges it, and its text is read. */

const file = fileURLToPath(new URL('../../../app/installer.nsh', import.meta.url));
const templates = new URL('../../../node_modules/app-builder-lib/templates/nsis/', import.meta.url);
const withCompiler = test.runIf(await requireTool('makensis'));

async function macro(name: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  return new RegExp(`!macro ${name}\\n([^]*?)!macroend`).exec(text)?.[1] ?? '';
}

test('has the names that electron-builder calls', async () => {
  expect(await readFile(new URL('installSection.nsh', templates), 'utf8')).toContain('!insertmacro customInstall\n');
  expect(await readFile(new URL('uninstaller.nsh', templates), 'utf8')).toContain('!insertmacro customUnInstall\n');
  const configuration = await readFile(new URL('../../../electron-builder.yml', import.meta.url), 'utf8');
  expect(configuration).toContain('\n  include: app/installer.nsh\n');
});

test('win-smtp-relay build34: an upgrade does not remove the firewall rule, nor one that an administrator changed', async () => {
  const [installs, uninstalls] = [await macro('customInstall'), await macro('customUnInstall')];
  // electron-builder runs the old uninstaller with --updated and then installs, for an upgrade and a repair alike.
  expect(uninstalls.trim()).toMatch(/^\$\{ifNot\} \$\{isUpdated\}\n[^]*\n +\$\{endIf\}$/);
  expect(uninstalls.match(/\$\{end[Ii]f\}/g)).toHaveLength(1);
  expect(uninstalls).toContain('delete rule name="${FIREWALL_RULE}"');
  expect(installs).not.toContain('delete rule');
  expect(installs.indexOf('show rule')).toBeLessThan(installs.indexOf('${if} $0 != 0'));
  expect(installs.indexOf('${if} $0 != 0')).toBeLessThan(installs.indexOf('add rule'));
});

test('takes the task that starts the program at boot away with the program', async () => {
  const task = /^const TASK = '(\w+)';$/m.exec(
    await readFile(new URL('../../../app/boot-task.ts', import.meta.url), 'utf8'),
  )?.[1];
  expect(await readFile(file, 'utf8')).toContain(`!define BOOT_TASK "${task ?? 'none'}"\n`);
  expect(await macro('customUnInstall')).toContain('/Delete /TN "${BOOT_TASK}" /F');
});

withCompiler('compiles without a warning', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'installer '));
  onTestFinished(() => removeFolder(folder));
  const script = join(folder, 'harness.nsi');
  // The surroundings that electron-builder's templates give it; of them only the flag is of our making.
  await writeFile(
    script,
    `Unicode true
Name "Postroom"
OutFile "${join(folder, 'Postroom-installer.exe')}"
InstallDir "$PROGRAMFILES\\Postroom"
!include LogicLib.nsh
!define APP_EXECUTABLE_FILENAME "Postroom.exe"
!macro _isUpdated _a _b _t _f
  StrCmp "$R9" "true" \`\${_t}\` \`\${_f}\`
!macroend
!define isUpdated \`"" isUpdated ""\`
!include "${file}"
Section "install"
  WriteUninstaller "$INSTDIR\\uninstall.exe"
  !insertmacro customInstall
SectionEnd
Section "un.install"
  !insertmacro customUnInstall
SectionEnd
`,
  );
  const { code, stdout, stderr } = await runTool('makensis', ['-WX', '-V2', script]);
  expect({ code, said: `${stdout}${stderr}`.trim() }).toEqual({ code: 0, said: '' });
});
