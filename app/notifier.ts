import { Notification } from 'electron';
import type { Toast } from './toasts.ts';

/** Shows toasts. A click opens the page that a toast is about. */
export function createNotifier(icon: string, open: (page: Toast['page']) => void): (toast: Toast) => void {
  // One that nobody holds is collected, and its click goes nowhere.
  const held = new Set<Notification>();
  return ({ title, body, page }) => {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body, icon });
    held.add(notification);
    notification.on('close', () => held.delete(notification));
    notification.on('click', () => {
      held.delete(notification);
      open(page);
    });
    notification.show();
  };
}
