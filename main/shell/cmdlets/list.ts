import type { Cmdlet } from '../run/cmdlet.ts';
import { acceptedDomainCmdlets } from './accepted-domains.ts';
import { certificateCmdlets } from './certificates.ts';
import { configurationCmdlets } from './configuration.ts';
import { getDate } from './dates.ts';
import { exchangeServerCmdlets } from './exchange-server.ts';
import { fileCmdlets } from './files.ts';
import { formatCmdlets } from './format-cmdlets.ts';
import { groupObject } from './group-object.ts';
import { helpCmdlets } from './help-cmdlets.ts';
import { importCertificate } from './import-certificate.ts';
import { exportMessageCmdlets } from './export-message.ts';
import { measureObject } from './measure-object.ts';
import { getMessageTrackingLog } from './message-tracking.ts';
import { messageCmdlets } from './messages.ts';
import { objectCmdlets } from './object-cmdlets.ts';
import { outputCmdlets } from './output-cmdlets.ts';
import { permissionCmdlets } from './permissions.ts';
import { queueCmdlets } from './queues.ts';
import { accountCmdlets } from './accounts.ts';
import { promptCmdlets } from './prompts.ts';
import { receiveConnectorCmdlets } from './receive-connectors.ts';
import { scriptCmdlets } from './script-cmdlets.ts';
import { sendConnectorCmdlets } from './send-connectors.ts';
import { serverSettingCmdlets } from './server-settings.ts';
import { serviceCmdlets } from './services.ts';
import { smallSectionCmdlets } from './small-sections.ts';
import { testCmdlets } from './tests.ts';

/** Every command that can be typed. */
export const cmdlets: readonly Cmdlet[] = [
  ...receiveConnectorCmdlets,
  ...permissionCmdlets,
  ...acceptedDomainCmdlets,
  ...sendConnectorCmdlets,
  ...queueCmdlets,
  ...messageCmdlets,
  ...exportMessageCmdlets,
  getMessageTrackingLog,
  ...serverSettingCmdlets,
  ...exchangeServerCmdlets,
  ...serviceCmdlets,
  ...certificateCmdlets,
  importCertificate,
  ...accountCmdlets,
  ...smallSectionCmdlets,
  ...testCmdlets,
  ...configurationCmdlets,
  ...objectCmdlets,
  measureObject,
  groupObject,
  ...formatCmdlets,
  ...outputCmdlets,
  ...promptCmdlets,
  ...fileCmdlets,
  getDate,
  ...scriptCmdlets,
  ...helpCmdlets,
];
