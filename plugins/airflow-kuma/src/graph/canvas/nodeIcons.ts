import { GraphNode } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import CloudQueue from '@material-ui/icons/CloudQueue';
import DeviceHub from '@material-ui/icons/DeviceHub';
import FolderOpen from '@material-ui/icons/FolderOpen';
import HelpOutline from '@material-ui/icons/HelpOutline';
import Timeline from '@material-ui/icons/Timeline';
import VerifiedUser from '@material-ui/icons/VerifiedUser';
import type { IconType } from '../../components/status';

/** A picture per kind of node. */
export const NODE_ICONS: Record<GraphNode['kind'], IconType> = {
  dag: Timeline,
  service: DeviceHub,
  'external-service': CloudQueue,
  identity: VerifiedUser,
  group: FolderOpen,
  unresolved: HelpOutline,
};
