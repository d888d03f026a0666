; What the Windows installer does beside copying files (electron-builder's macros).
;
; Windows lets nobody in that no rule lets in: without one, printers get no answer, and the scheduled task that starts
; Postroom at boot has no desktop on which Windows could ask. The rule stays as an administrator has changed it: an
; update and a repair add it only where there is none, and only a removal that is no update takes it away.

!define FIREWALL_RULE "Postroom (SMTP)"
!define BOOT_TASK "Postroom"

!macro customInstall
  nsExec::Exec '"$SYSDIR\netsh.exe" advfirewall firewall show rule name="${FIREWALL_RULE}"'
  Pop $0
  ${if} $0 != 0
    nsExec::ExecToLog '"$SYSDIR\netsh.exe" advfirewall firewall add rule name="${FIREWALL_RULE}" dir=in action=allow \
      protocol=TCP profile=domain,private program="$INSTDIR\${APP_EXECUTABLE_FILENAME}" \
      description="Lets printers and programs hand mail to Postroom."'
    Pop $0
    ${if} $0 != 0
      DetailPrint "Windows Firewall did not take the rule ${FIREWALL_RULE} ($0). Allow Postroom in its settings."
    ${endIf}
  ${endIf}
!macroend

!macro customUnInstall
  ${ifNot} ${isUpdated}
    nsExec::Exec '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name="${FIREWALL_RULE}"'
    Pop $0
    ; Without the program it would fail at every boot.
    nsExec::Exec '"$SYSDIR\schtasks.exe" /Delete /TN "${BOOT_TASK}" /F'
    Pop $0
  ${endIf}
!macroend
