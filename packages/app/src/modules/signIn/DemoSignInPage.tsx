import { useState } from 'react';
import { ProxiedSignInPage } from '@backstage/core-components';
import {
  configApiRef,
  IdentityApi,
  useApi,
} from '@backstage/frontend-plugin-api';
import { SignInPageProps } from '@backstage/plugin-app-react';
import { DemoUserCards } from './DemoUserCards';

// The choice outlives a reload but not the tab, so that two tabs can be two
// people, which is what trying out an approval needs.
const STORAGE_KEY = 'airflow-kuma-demo-user';

/** Lets a visitor of the demo be one of its people, and change later. */
export function DemoSignInPage(props: SignInPageProps) {
  const users = useApi(configApiRef)
    .getConfigArray('auth.providers.demo.users')
    .map(user => ({
      entityRef: user.getString('entityRef'),
      title: user.getString('title'),
      description: user.getString('description'),
    }));
  const [chosen, setChosen] = useState(
    sessionStorage.getItem(STORAGE_KEY) ?? undefined,
  );

  if (!chosen || !users.some(user => user.entityRef === chosen)) {
    return (
      <DemoUserCards
        users={users}
        onChoose={entityRef => {
          sessionStorage.setItem(STORAGE_KEY, entityRef);
          setChosen(entityRef);
        }}
      />
    );
  }
  return (
    <ProxiedSignInPage
      provider="demo"
      headers={{ 'x-demo-user': chosen }}
      onSignInSuccess={identity =>
        props.onSignInSuccess(forgetOnSignOut(identity))
      }
    />
  );
}

function forgetOnSignOut(identity: IdentityApi): IdentityApi {
  return {
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    getProfileInfo: () => identity.getProfileInfo(),
    async signOut() {
      sessionStorage.removeItem(STORAGE_KEY);
      await identity.signOut();
      window.location.assign('/');
    },
  };
}
