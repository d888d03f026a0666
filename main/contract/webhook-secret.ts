/** Name of the secret that goes to the webhook as a bearer token, where there is one. Alone here: the renderer loads no schema. */
export const WEBHOOK_SECRET = 'alerts/webhook';
