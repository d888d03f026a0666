import type { OAuthDocument, OAuthFlow } from '../contract/oauth.ts';
import type { SendConnectorDocument } from '../contract/send-connector.ts';
import type { Finding } from './configuration.ts';

/** What has to hold between the settings of a sign-in by OAuth. */

/** Tenants of nobody in particular: a program has to name its own. */
const SHARED_TENANTS = new Set(['common', 'organizations', 'consumers']);
const GOOGLE_MAIL_SCOPE = 'https://mail.google.com/';

interface Rule {
  readonly property: keyof OAuthDocument | null;
  readonly text: string;
  readonly severity?: 'warning';
}

export function checkOAuth({ name, smartHostAuthMechanism, oauth }: SendConnectorDocument, path: string): Finding[] {
  if (smartHostAuthMechanism !== 'OAuth') return [];
  if (oauth === null) {
    const text = `Send connector "${name}" signs in with OAuth, so it needs to know the provider: give oauth.provider and oauth.flow.`;
    return [{ severity: 'error', path: `${path}.oauth`, text }];
  }
  return [...identityRules(oauth, name), ...flowRules(oauth, name), ...endpointRules(oauth, name)].map(
    ({ property, text, severity }): Finding => ({
      severity: severity ?? 'error',
      text,
      path: property === null ? `${path}.oauth` : `${path}.oauth.${property}`,
    }),
  );
}

function identityRules({ provider, flow, tenant, clientId, issuer }: OAuthDocument, name: string): Rule[] {
  const rules: Rule[] = [];
  if (flow !== 'ServiceAccount' && clientId === null) {
    rules.push({
      property: 'clientId',
      text: `Send connector "${name}" needs the client id of its application at the provider.`,
    });
  }
  if (provider !== 'Microsoft365' || issuer !== null) return rules;
  if (tenant === null) {
    rules.push({
      property: 'tenant',
      text: `Send connector "${name}" needs the id or a domain of its Microsoft 365 tenant.`,
    });
  } else if (flow === 'ClientCredentials' && SHARED_TENANTS.has(tenant.toLowerCase())) {
    const text = `Send connector "${name}" signs in as a program, so its tenant has to be its own, not "${tenant}".`;
    rules.push({ property: 'tenant', text });
  }
  return rules;
}

function flowRules({ provider, flow, scope }: OAuthDocument, name: string): Rule[] {
  if (provider === 'Microsoft365' && flow === 'ServiceAccount') {
    return [
      {
        property: 'flow',
        text: `Send connector "${name}": Microsoft 365 has no service accounts; choose ClientCredentials.`,
      },
    ];
  }
  if (provider !== 'Google') return [];
  if (flow === 'ClientCredentials') {
    const text = `Send connector "${name}": Google gives programs no mail by client credentials; choose ServiceAccount or AuthorizationCode.`;
    return [{ property: 'flow', text }];
  }
  if (flow !== 'DeviceCode' || !(scope ?? GOOGLE_MAIL_SCOPE).split(' ').includes(GOOGLE_MAIL_SCOPE)) return [];
  const text = `Send connector "${name}": Google does not give devices the right to send mail by SMTP; choose AuthorizationCode.`;
  return [{ property: 'flow', text, severity: 'warning' }];
}

const endpointOf: Readonly<Partial<Record<OAuthFlow, 'authorizationEndpoint' | 'deviceAuthorizationEndpoint'>>> = {
  AuthorizationCode: 'authorizationEndpoint',
  DeviceCode: 'deviceAuthorizationEndpoint',
};

function endpointRules(oauth: OAuthDocument, name: string): Rule[] {
  if (oauth.provider !== 'Other' || oauth.issuer !== null) return [];
  if (oauth.tokenEndpoint === null) {
    return [
      {
        property: 'issuer',
        text: `Send connector "${name}" needs the issuer of its tokens, or the token endpoint by hand.`,
      },
    ];
  }
  const needed = endpointOf[oauth.flow];
  if (needed === undefined || oauth[needed] !== null) return [];
  return [
    {
      property: needed,
      text: `Send connector "${name}" needs the ${needed} for this flow, or an issuer that tells it.`,
    },
  ];
}
