import { Route, Routes } from 'react-router-dom';
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
    </Routes>
  );
}
