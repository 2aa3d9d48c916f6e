export const messages = {
  palette: {
    placeholder: 'Type a command',
    none: 'No command has these words.',
  },
}
