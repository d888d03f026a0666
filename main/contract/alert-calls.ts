import { z } from 'zod';
import type { AlertNotice, AlertsView, AlertTrial } from './alert-view.ts';
import { call, shape, topic } from './declaration.ts';

const nothing = z.strictObject({});

export const alertCalls = {
  'alerts.get': call('view', nothing, shape<AlertsView>()),
  /** Sends a test alert at once, by every way that is set up; says what came of each. */
  'alerts.test': call('admin', nothing, shape<readonly AlertTrial[]>()),
} as const;

export const alertTopics = {
  /** Each alert when it is told, where toasts are on. */
  alerts: topic('view', nothing, shape<null>(), shape<AlertNotice>()),
} as const;
