import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Route, Routes } from 'react-router-dom';
import { Notice } from '../components';
import { tabRouteRef } from '../routes';
import { AccessLists } from './AccessLists';
import { CampaignPage } from './CampaignPage';
import { RequestPage } from './RequestPage';

/** Requests and grants: the lists, one request, one campaign. */
export function AccessPage() {
  return (
    <Routes>
      <Route path="/" element={<AccessLists />} />
      <Route path="/requests/:id" element={<RequestPage />} />
      <Route path="/campaigns/:id" element={<CampaignPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}

function NoSuchPage() {
  const tab = useRouteRef(tabRouteRef);
  return (
    <Notice severity="info" title="There is no such page">
      Nothing of access is at this address.{' '}
      <Link to={tab({ tab: 'access' })}>To the lists of requests</Link>
    </Notice>
  );
}
