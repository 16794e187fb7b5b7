/** What each role is called, wherever it is said: in the pages, the second log, its export. */
export const roleTerms = {
  zh: {
    COMMITTEE_OFFICE: '安委办', LEADER: '党政领导', DEPARTMENT: '部门', STREET_WORKER: '网格员', ENTERPRISE: '企业', OVERSIGHT: '监督（只读）',
    SYSTEM_ADMINISTRATOR: '系统管理员', SECURITY_ADMINISTRATOR: '安全管理员', AUDITOR: '安全审计员',
  },
  en: {
    COMMITTEE_OFFICE: 'Committee office', LEADER: 'Leader', DEPARTMENT: 'Department', STREET_WORKER: 'Grid worker', ENTERPRISE: 'Enterprise', OVERSIGHT: 'Oversight (reads only)',
    SYSTEM_ADMINISTRATOR: 'System administrator', SECURITY_ADMINISTRATOR: 'Security administrator', AUDITOR: 'Auditor',
  },
} as const
