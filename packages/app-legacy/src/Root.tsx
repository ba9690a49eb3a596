import { AirflowKumaSidebarItem } from '@airflow-kuma/backstage-plugin-airflow-kuma/legacy';
import { Sidebar, SidebarItem, SidebarPage } from '@backstage/core-components';
import AccountTreeIcon from '@material-ui/icons/AccountTree';
import CreateIcon from '@material-ui/icons/AddCircleOutline';
import HomeIcon from '@material-ui/icons/Home';
import SearchIcon from '@material-ui/icons/Search';
import { ReactNode } from 'react';

/** The frame around every page. */
export function Root(props: { children: ReactNode }) {
  return (
    <SidebarPage>
      <Sidebar>
        <SidebarItem icon={HomeIcon} to="home" text="Home" />
        <SidebarItem icon={SearchIcon} to="search" text="Search" />
        <SidebarItem icon={CreateIcon} to="create" text="Create" />
        <AirflowKumaSidebarItem
          icon={AccountTreeIcon}
          to="airflow-kuma"
          text="Airflow × Kuma"
        />
      </Sidebar>
      {props.children}
    </SidebarPage>
  );
}
