export const english = {
  lead: 'What this server runs with, and where each value comes from. To change a setting, edit its source, run `latchkey config check` and restart the server. You can only look here.',
  tabs: { label: 'Which settings', all: 'All', changed: 'Changed' },
  unchanged: {
    title: 'Everything has its default value',
    text: 'The settings that you change show up here.',
  },
  /** The keys that are in no section. */
  general: 'General',
  caption: (section: string) => `Settings: ${section}`,
  columns: { key: 'Key', value: 'Value', source: 'Source' },
  sections: 'Sections',
  set: 'Set',
  notSet: 'Not set',
  none: 'None',
  sources: { default: 'Default', file: 'File', environment: 'Environment', flag: 'Flag' },
};
