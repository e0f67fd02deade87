export { AlertRouting, type AlertRoutingArgs } from './alertRouting';
export { AuditTrail, type AuditTrailArgs } from './auditTrail';
export { BaselineStore, type BaselineStoreArgs } from './baselineStore';
export { IncidentMirror, type IncidentMirrorArgs } from './incidentMirror';
export { MonitoringAlarms, type MonitoringAlarmsArgs } from './monitoringAlarms';
export { MonitoringDashboard, type MonitoringDashboardArgs } from './monitoringDashboard';
export { MonitoringRoles, type MonitoringRolesArgs } from './monitoringRoles';
export { MonitoringSchedules, type MonitoringSchedulesArgs } from './monitoringSchedules';
