/** What lets devices through the firewall of Windows where the installer has not; for an administrator's command line. */
export function firewallCommand(ports: readonly number[]): string {
  const given = ports.length === 0 ? '25,587' : ports.join(',');
  return `netsh advfirewall firewall add rule name="Postroom (SMTP)" dir=in action=allow protocol=TCP localport=${given}`;
}
